/** What lamps and gateways in these tests agree on: letters of both cases, some beyond ASCII. */
export const secret = "S\u00e9same, 'ouvre'-toi!";
