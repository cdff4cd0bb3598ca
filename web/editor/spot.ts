// Spots in the text for what is still on its way: they move along with what is written meanwhile.
import { Plugin, PluginKey, type Transaction } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';

// How soon to look again whether the text may be changed.
const LATER_MS = 200;

type Spots = ReadonlyMap<object, number>;
interface Change {
	spot: object;
	/** Absent: it is no longer wanted. */
	pos?: number;
}

const key = new PluginKey<Spots>('spots');

function apply(tr: Transaction, was: Spots): Spots {
	const change = tr.getMeta(key) as Change | undefined;
	if (!change && (!tr.docChanged || was.size === 0)) return was;
	const spots = new Map([...was].map(([spot, pos]) => [spot, tr.mapping.map(pos)]));
	if (change?.pos !== undefined) spots.set(change.spot, change.pos);
	else if (change) spots.delete(change.spot);
	return spots;
}

export const spots = () => new Plugin<Spots>({ key, state: { init: () => new Map(), apply } });

const change = (view: EditorView, what: Change) => view.dispatch(view.state.tr.setMeta(key, what).setMeta('addToHistory', false));

/** Keeps the spot ${pos}. */
export function keepSpot(view: EditorView, pos: number): object {
	const spot = {};
	change(view, { spot, pos });
	return spot;
}

/** Where the spot is by now, which is kept no longer. */
export function takeSpot(view: EditorView, spot: object): number {
	const pos = key.getState(view.state)!.get(spot) ?? view.state.doc.content.size;
	change(view, { spot });
	return pos;
}

/** Resolves when the text may be changed: no input method is at work, and it is in nobody else's hands, which ${held} hears once. */
export async function whenFree(view: EditorView, held: () => void): Promise<void> {
	let told = false;
	while (!view.isDestroyed && (view.composing || !view.editable)) {
		if (!view.editable && !told) held();
		told ||= !view.editable;
		await new Promise((resolve) => setTimeout(resolve, LATER_MS));
	}
}
