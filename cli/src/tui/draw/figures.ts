const kilo = 1024;

/** Bytes in a few characters, as `8.1M`. */
export function bytesText(bytes: number): string {
	let amount = bytes / kilo;
	for (const unit of ["K", "M", "G"]) {
		if (amount < 999.5) return `${shortNumber(amount)}${unit}`;
		amount /= kilo;
	}
	return `${shortNumber(amount)}T`;
}

/** A number of things a second in at most five characters. */
export function rateText(rate: number): string {
	return rate < 999.5 ? shortNumber(rate) : `${shortNumber(rate / 1000)}k`;
}

/** Percent of a core. */
export function percentText(percent: number): string {
	return `${shortNumber(percent)}%`;
}

/** A moment since the start as `0:01:23`, and with thousandths as `0:01:23.456`. */
export function timeText(at: number, precision: "s" | "ms" = "s"): string {
	const whole = Math.max(0, Math.floor(at));
	const seconds = Math.floor(whole / 1000);
	const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
		.map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, "0")))
		.join(":");
	return precision === "s" ? clock : `${clock}.${String(whole % 1000).padStart(3, "0")}`;
}

function shortNumber(amount: number): string {
	return amount < 9.95 && amount !== 0 ? amount.toFixed(1) : String(Math.round(amount));
}
