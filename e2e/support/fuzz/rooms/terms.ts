export interface RoomsTerms {
	readonly signingKey: string;
	/** Whether what is met with silence is answered by an `error`. */
	readonly strictErrors: boolean;
	readonly counterValueAs: "number" | "string";
	readonly initialConfig: string;
	readonly limits: {
		readonly depth: number;
		readonly rooms: number;
		readonly polls: number;
		readonly answers: number;
		readonly ballots: number;
		readonly counters: number;
		readonly subscriptions: number;
		readonly properties: number;
		readonly propertiesBytes: number;
		readonly nameLength: number;
	};
}
