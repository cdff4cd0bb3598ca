// The tools above the text: one stop of the Tab key, arrows within, as the ARIA pattern has it.
import { setBlockType } from 'prosemirror-commands';
import { Plugin, type EditorState } from 'prosemirror-state';
import {
	addColumnAfter,
	addColumnBefore,
	addRowAfter,
	addRowBefore,
	deleteColumn,
	deleteRow,
	deleteTable,
	isInTable,
	mergeCells,
	splitCell,
	toggleHeader,
} from 'prosemirror-tables';
import type { EditorView } from 'prosemirror-view';
import { blockActions, byCommand, headingAction, historyActions, inlineActions, type Action } from './actions';
import { button, make } from './dom';
import { icon } from './icons';
import { say } from './lang';
import { pictureActions } from './pictures';
import { schema } from './schema';

const tableActions: Action[] = (
	[
		['rowBefore', addRowBefore],
		['rowAfter', addRowAfter],
		['columnBefore', addColumnBefore],
		['columnAfter', addColumnAfter],
		['headerRow', toggleHeader('row')],
		['headerColumn', toggleHeader('column')],
		['merge', mergeCells],
		['split', splitCell],
		['rowDelete', deleteRow],
		['columnDelete', deleteColumn],
		['tableDelete', deleteTable],
	] as const
).map(([key, command]) => ({ key, run: byCommand(command), can: (state: EditorState) => command(state) }));

interface Tool {
	action: Action;
	element: HTMLButtonElement;
}

function tools(view: () => EditorView, actions: Action[]): Tool[] {
	return actions.map((action) => {
		const name = say(action.key);
		const element = button(
			'',
			() => {
				if (element.getAttribute('aria-disabled') !== 'true') action.run(view());
			},
			{ class: 'tool', title: name, 'aria-label': name, tabindex: '-1', 'data-tool': action.key },
		);
		element.append(icon(action.key));
		if (action.on) element.setAttribute('aria-pressed', 'false');
		// The selection in the text stays where it is when a tool is pressed.
		element.addEventListener('mousedown', (event) => event.preventDefault());
		return { action, element };
	});
}

/** One stop of the Tab key, in which arrow keys, Home and End move. */
function roving(bar: HTMLElement, back: () => void) {
	const stops = () => Array.from(bar.querySelectorAll<HTMLElement>('button, select')).filter((stop) => stop.offsetParent !== null);
	const enter = (stop: HTMLElement) => {
		for (const other of bar.querySelectorAll<HTMLElement>('button, select')) other.tabIndex = other === stop ? 0 : -1;
	};
	bar.addEventListener('focusin', (event) => enter(event.target as HTMLElement));
	bar.addEventListener('keydown', (event) => {
		const all = stops();
		const at = all.indexOf(event.target as HTMLElement);
		const inSelect = event.target instanceof HTMLSelectElement;
		let to = -1;
		if (event.key === 'ArrowRight') to = (at + 1) % all.length;
		else if (event.key === 'ArrowLeft') to = (at - 1 + all.length) % all.length;
		else if (event.key === 'Home' && !inSelect) to = 0;
		else if (event.key === 'End' && !inSelect) to = all.length - 1;
		else if (event.key === 'Escape') back();
		if (to < 0) return;
		event.preventDefault();
		all[to].focus();
	});
	enter(bar.querySelector<HTMLElement>('button, select')!);
}

const styles = ['paragraph', 'heading2', 'heading3', 'heading4'] as const;

function styleOf(state: EditorState): string {
	const { parent } = state.selection.$from;
	return parent.type === schema.nodes.heading ? `heading${parent.attrs.level}` : 'paragraph';
}

function stylePicker(view: () => EditorView): HTMLSelectElement {
	const picker = make(
		'select',
		{ class: 'tool-style', 'aria-label': say('style'), tabindex: '-1' },
		...styles.map((name) => make('option', { value: name }, say(name))),
	) as HTMLSelectElement;
	picker.addEventListener('change', () => {
		const level = Number(picker.value.slice(-1)) as 2 | 3 | 4;
		if (picker.value === 'paragraph') byCommand(setBlockType(schema.nodes.paragraph))(view());
		else headingAction(level).run(view());
	});
	return picker;
}

function refresh(all: Tool[], state: EditorState) {
	for (const { action, element } of all) {
		const can = action.can?.(state) ?? true;
		if (can) element.removeAttribute('aria-disabled');
		else element.setAttribute('aria-disabled', 'true');
		if (action.on) element.setAttribute('aria-pressed', String(action.on(state)));
	}
}

export interface Toolbar {
	element: HTMLElement;
	plugin: Plugin;
	focus: () => void;
}

/** Makes the tools; ${own} are those that act on the page around the text. */
export function toolbar(view: () => EditorView, own: Action[]): Toolbar {
	const groups = [inlineActions, pictureActions(), blockActions, historyActions, own].map((actions) => tools(view, actions));
	const tableTools = tools(view, tableActions);
	const picker = stylePicker(view);
	const group = (list: Tool[]) => make('span', { class: 'tool-group' }, ...list.map((tool) => tool.element));
	const table = make('span', { class: 'tool-group', role: 'group', 'aria-label': say('tableTools'), hidden: '' }, ...tableTools.map((tool) => tool.element));
	const element = make(
		'div',
		{ class: 'tools', role: 'toolbar', 'aria-label': say('tools'), 'aria-controls': 'body' },
		make('span', { class: 'tool-group' }, picker),
		...groups.map(group),
		table,
	);
	roving(element, () => view().focus());
	const all = groups.flat();
	const update = (state: EditorState) => {
		refresh(all, state);
		picker.value = styleOf(state);
		table.hidden = !isInTable(state);
		if (!table.hidden) refresh(tableTools, state);
	};
	return {
		element,
		focus: () => element.querySelector<HTMLElement>('[tabindex="0"]')!.focus(),
		plugin: new Plugin({
			view: (made) => {
				let shown = made.state;
				update(shown);
				return {
					update: ({ state, composing }) => {
						// Nothing changes under the hands of an input method; what it did is shown when it is done.
						if (composing || (shown.doc.eq(state.doc) && shown.selection.eq(state.selection) && shown.storedMarks === state.storedMarks)) return;
						shown = state;
						update(state);
					},
				};
			},
		}),
	};
}
