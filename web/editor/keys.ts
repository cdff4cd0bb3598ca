// What keys do.
import {
	baseKeymap,
	chainCommands,
	createParagraphNear,
	exitCode,
	liftEmptyBlock,
	newlineInCode,
	setBlockType,
	splitBlock,
	toggleMark,
} from 'prosemirror-commands';
import { redo, undo } from 'prosemirror-history';
import { keymap } from 'prosemirror-keymap';
import { liftListItem, sinkListItem, splitListItem } from 'prosemirror-schema-list';
import { Selection, TextSelection, type Command, type Plugin } from 'prosemirror-state';
import { goToNextCell } from 'prosemirror-tables';
import { around, inlineActions, toggleList } from './actions';
import { unrule } from './rules';
import { schema } from './schema';

const { nodes, marks } = schema;

const lineBreak: Command = (state, dispatch) => {
	if (!state.selection.$from.parent.inlineContent) return false;
	dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create(), false).scrollIntoView());
	return true;
};

/** From the end of a pull quote or a correction Enter goes on after it: they hold one line each. */
const leave: Command = (state, dispatch) => {
	const { $from, empty } = state.selection;
	const own = around(state, nodes.correction_note) ?? ($from.parent.type === nodes.attribution ? around(state, nodes.pull_quote) : null);
	if (!own || !empty) return false;
	const at = own.pos + own.node.nodeSize;
	if (dispatch) {
		const tr = state.tr.insert(at, nodes.paragraph.create());
		dispatch(tr.setSelection(TextSelection.create(tr.doc, at + 1)).scrollIntoView());
	}
	return true;
};

/** A line more of a pull quote: what may follow its last line is not only a line. */
const quoteLine: Command = (state, dispatch) => {
	const { $from, $to } = state.selection;
	if ($from.depth < 2 || $from.node(-1).type !== nodes.pull_quote || $from.parent.type !== nodes.paragraph || !$from.sameParent($to))
		return false;
	dispatch?.(state.tr.delete($from.pos, $to.pos).split($from.pos, 1, [{ type: nodes.paragraph }]).scrollIntoView());
	return true;
};

/** In the last line of a pull quote that is empty, Enter goes to who said it. */
const toAttribution: Command = (state, dispatch) => {
	const { $from, empty } = state.selection;
	if (!empty || $from.depth < 2 || $from.node(-1).type !== nodes.pull_quote || $from.parent.content.size > 0) return false;
	if ($from.index(-1) !== $from.node(-1).childCount - 2 || $from.index(-1) === 0) return false;
	if (dispatch) {
		const tr = state.tr.delete($from.before(), $from.after());
		dispatch(tr.setSelection(Selection.near(tr.doc.resolve($from.before() + 1))).scrollIntoView());
	}
	return true;
};

export interface Deeds {
	save: () => void;
	find: () => void;
	toTools: () => void;
}

export function keys(deeds: Deeds): Plugin[] {
	const deed = (act: () => void): Command => () => {
		act();
		return true;
	};
	const link = inlineActions.find((action) => action.key === 'link')!;
	return [
		keymap({
			'Mod-s': deed(deeds.save),
			'Mod-f': deed(deeds.find),
			'Alt-F10': deed(deeds.toTools),
			'Mod-z': undo,
			'Mod-y': redo,
			'Shift-Mod-z': redo,
			'Mod-b': toggleMark(marks.strong),
			'Mod-i': toggleMark(marks.em),
			'Mod-k': (_state, _dispatch, view) => {
				if (view) link.run(view);
				return true;
			},
			'Mod-Alt-0': setBlockType(nodes.paragraph),
			'Mod-Alt-2': setBlockType(nodes.heading, { level: 2 }),
			'Mod-Alt-3': setBlockType(nodes.heading, { level: 3 }),
			'Mod-Alt-4': setBlockType(nodes.heading, { level: 4 }),
			'Shift-Mod-8': toggleList(nodes.bullet_list),
			'Shift-Mod-7': toggleList(nodes.ordered_list),
			Backspace: unrule,
			'Shift-Enter': lineBreak,
			Enter: chainCommands(
				splitListItem(nodes.list_item),
				leave,
				toAttribution,
				quoteLine,
				newlineInCode,
				createParagraphNear,
				liftEmptyBlock,
				splitBlock,
			),
			'Mod-Enter': exitCode,
			// In a list and in a table Tab means something; elsewhere it leaves the field, as everywhere.
			Tab: chainCommands(goToNextCell(1), sinkListItem(nodes.list_item)),
			'Shift-Tab': chainCommands(goToNextCell(-1), liftListItem(nodes.list_item)),
		}),
		keymap(baseKeymap),
	];
}
