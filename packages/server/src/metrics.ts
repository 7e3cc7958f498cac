type Labels = Readonly<Record<string, string>>;

/** One sample; whoever has it may change its value. */
export interface Sample {
	value: number;
}

interface Family {
	readonly type: "counter" | "gauge";
	readonly help: string;
	readonly samples: Map<string, Sample>;
}

/** Counters and gauges in the Prometheus text format 0.0.4. */
export class Metrics {
	readonly #families = new Map<string, Family>();
	readonly #collectors: (() => void)[] = [];

	/** A counter that starts at 0. Label values come from fixed sets, never from peers. */
	counter(name: string, help: string, labels: Labels = {}): Sample {
		return this.#sample(name, "counter", help, labels);
	}

	gauge(name: string, help: string, labels: Labels = {}): Sample {
		return this.#sample(name, "gauge", help, labels);
	}

	/** Called before each scrape, to bring gauges up to date. */
	collect(collector: () => void): void {
		this.#collectors.push(collector);
	}

	render(): string {
		for (const collector of this.#collectors) collector();
		let text = "";
		for (const [name, { type, help, samples }] of this.#families) {
			text += `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
			for (const [labels, { value }] of samples) text += `${name}${labels} ${value}\n`;
		}
		return text;
	}

	#sample(name: string, type: Family["type"], help: string, labels: Labels): Sample {
		let family = this.#families.get(name);
		if (family === undefined) {
			family = { type, help, samples: new Map() };
			this.#families.set(name, family);
		}
		const key = labelText(labels);
		let sample = family.samples.get(key);
		if (sample === undefined) {
			sample = { value: 0 };
			family.samples.set(key, sample);
		}
		return sample;
	}
}

function labelText(labels: Labels): string {
	const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
	return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}
