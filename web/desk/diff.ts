// What differs between two texts: by the character where it is Chinese, by the word elsewhere.
export interface Run {
	op: 'same' | 'added' | 'removed';
	text: string;
}

const token = /\p{Script=Han}|[\p{L}\p{N}\p{M}]+|\s+|[^]/gu;

// Beyond that many steps two texts have little in common, and are shown one after the other.
const STEPS_MAX = 1500;

/** E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), the greedy form. */
function script(a: string[], b: string[]): Run[] | null {
	const trace: Int32Array[] = [];
	const reach = Math.min(a.length + b.length, STEPS_MAX);
	const offset = reach + 1;
	let v = new Int32Array(2 * reach + 3);
	for (let d = 0; d <= reach; d++) {
		trace.push(v.slice());
		for (let k = -d; k <= d; k += 2) {
			const down = k === -d || (k !== d && v[offset + k - 1]! < v[offset + k + 1]!);
			let x = down ? v[offset + k + 1]! : v[offset + k - 1]! + 1;
			while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
			v[offset + k] = x;
			if (x >= a.length && x - k >= b.length) return walk(a, b, trace, offset);
		}
	}
	return null;
}

function walk(a: string[], b: string[], trace: Int32Array[], offset: number): Run[] {
	const back: Run[] = [];
	let x = a.length;
	let y = b.length;
	for (let d = trace.length - 1; d >= 0; d--) {
		const v = trace[d]!;
		const k = x - y;
		const down = k === -d || (k !== d && v[offset + k - 1]! < v[offset + k + 1]!);
		const px = d === 0 ? 0 : down ? v[offset + k + 1]! : v[offset + k - 1]!;
		const py = d === 0 ? 0 : px - (down ? k + 1 : k - 1);
		while (x > px && y > py && x > 0 && y > 0 && a[x - 1] === b[y - 1]) {
			back.push({op: 'same', text: a[--x]!});
			y--;
		}
		if (d === 0) break;
		if (down) back.push({op: 'added', text: b[--y]!});
		else back.push({op: 'removed', text: a[--x]!});
	}
	return back.reverse();
}

function joined(runs: Run[]): Run[] {
	const out: Run[] = [];
	for (const run of runs) {
		const last = out[out.length - 1];
		if (run.text === '') continue;
		if (last && last.op === run.op) last.text += run.text;
		else out.push({...run});
	}
	return out;
}

export function diff(from: string, to: string): Run[] {
	const a = from.match(token) ?? [];
	const b = to.match(token) ?? [];
	let head = 0;
	let tail = 0;
	while (head < a.length && head < b.length && a[head] === b[head]) head++;
	while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
	const removed = a.slice(head, a.length - tail);
	const added = b.slice(head, b.length - tail);
	return joined([
		{op: 'same', text: a.slice(0, head).join('')},
		...(script(removed, added) ?? [
			{op: 'removed' as const, text: removed.join('')},
			{op: 'added' as const, text: added.join('')},
		]),
		{op: 'same', text: a.slice(a.length - tail).join('')},
	]);
}
