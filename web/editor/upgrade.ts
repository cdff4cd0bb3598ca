// Documents of older schemas, brought to the present one: texts that a browser kept may be of one.
// The twin of src/html/body_upgrade.c, which says how to add a step.

/** A node as it is stored. */
export interface StoredNode {
	type: string;
	text?: string;
	attrs?: Record<string, unknown>;
	marks?: StoredNode[];
	content?: StoredNode[];
}

// The step at i makes schema i + 2 of schema i + 1. Every document of schema 1 is one of schema 2.
export const upgrades: ((doc: StoredNode) => StoredNode)[] = [(doc) => doc];

/** The stored document, of schema `from`, as one of schema `to`; throws if there is no way. */
export function upgrade(doc: StoredNode, from: unknown, to: number, steps = upgrades): StoredNode {
	if (!Number.isInteger(from) || (from as number) < 1 || (from as number) > to) throw new RangeError(`schema ${from}`);
	return steps.slice((from as number) - 1, to - 1).reduce((found, step) => step(found), doc);
}
