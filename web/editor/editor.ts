// The editor in place of the text field "Body".  The field stays as it is where this does not run.
import { dropCursor } from 'prosemirror-dropcursor';
import { gapCursor } from 'prosemirror-gapcursor';
import { closeHistory, history } from 'prosemirror-history';
import { DOMParser as Reader, DOMSerializer, Fragment, Slice, type Node } from 'prosemirror-model';
import { EditorState, Plugin, Selection } from 'prosemirror-state';
import { tableEditing } from 'prosemirror-tables';
import { EditorView } from 'prosemirror-view';
import { askCorrection, askEmbed, askFootnote, linkPasted } from './actions';
import { cleanHtml, OWN } from './clean';
import type { Incoming } from './clean_pictures';
import { make } from './dom';
import { FigureView } from './figure';
import { finder, findPlugin } from './find';
import { header } from './header';
import { ids, nameBlocks } from './ids';
import { keys } from './keys';
import { learn, say } from './lang';
import { loading, lock } from './lock';
import { Note } from './note';
import { outline } from './outline';
import { pickFiles, WORD } from './pick';
import { missingLines, picturePlugins } from './pictures';
import { remarks } from './remarks';
import { Saver } from './save';
import { dispatch, rules } from './rules';
import { read, schema, write } from './schema';
import { slash } from './slash';
import { fromText, pastedText, salvage } from './text';
import { tidier, tidyPlugin } from './tidying';
import { toolbar } from './toolbar';
import { keepPasted } from './uploads';
import { spots } from './spot';
import { importWord } from './word';
import { countWords, readingMinutes } from './words';
import { wordsOfPage } from './words_of_page';

// Long enough not to count at every key, short enough to be there when one looks up.
const SETTLE_MS = 250;

/** The document that the page came with; null if it has one that cannot be read. */
function load(field: HTMLInputElement, area: HTMLTextAreaElement): Node | null {
	if (field.value === '') return fromText(area.value);
	try {
		return read(field.value);
	} catch {
		return null;
	}
}

/** Names every block before anybody writes in it. */
function named(doc: Node): Node {
	return nameBlocks(doc, EditorState.create({ doc }).tr).doc;
}

/** Spaces that do not break are other programs' means of layout. */
function breakable(content: Fragment): Fragment {
	return Fragment.from(
		content.content.map((node) =>
			node.isText ? schema.text(node.text!.replace(/\u00a0/g, ' '), node.marks) : node.copy(breakable(node.content)),
		),
	);
}

const serializer = DOMSerializer.fromSchema(schema);
/** Tells what was copied here from what other pages with ProseMirror put on the clipboard. */
class OwnSerializer extends DOMSerializer {
	serializeFragment(...args: Parameters<DOMSerializer['serializeFragment']>) {
		const made = super.serializeFragment(...args);
		if (!args[2] && made.firstChild instanceof Element) made.firstChild.setAttribute(OWN, '');
		return made;
	}
}

const isEmpty = (doc: Node) => doc.childCount === 1 && doc.firstChild!.type === schema.nodes.paragraph && doc.firstChild!.content.size === 0;

class Editor {
	private view: EditorView;
	private count = make('p', { class: 'count-words' });
	private timer = 0;
	private counting = 0;
	private tools;
	private find = finder(() => this.view);
	private tidy = tidier(() => this.view);
	private outline = outline(() => this.view);
	private lock = lock(() => this.view, (locked) => this.locked(locked));
	private note = new Note();
	private remarks: ReturnType<typeof remarks>;
	private saver: Saver;

	constructor(
		private form: HTMLFormElement,
		private field: HTMLInputElement,
		area: HTMLTextAreaElement,
		doc: Node,
	) {
		this.saver = new Saver(form, (saving) => this.saving(saving), this.note);
		this.remarks = remarks(() => this.view, form);
		this.tools = toolbar(
			() => this.view,
			[
				{ key: 'word', run: () => void this.pickWord() },
				this.remarks.action,
				{ key: 'find', run: () => this.find.open() },
				{ key: 'tidy', run: () => void this.tidy.run() },
				{ key: 'outline', run: () => this.outline.toggle() },
			],
		);
		const box = make('div', { class: 'writer' });
		const text = make('div', { class: 'writer-text' });
		box.append(this.lock.element, this.tools.element, this.find.element, this.tidy.element, this.outline.element, this.note.element, text, this.count);
		this.field.disabled = false;
		const attributes = this.attributes(area);
		area.replaceWith(box);
		this.view = new EditorView(text, this.props(doc, attributes));
		this.view.dom.style.setProperty('--placeholder', JSON.stringify(say('placeholder')));
		this.view.dom.style.setProperty('--attribution', JSON.stringify(say('attribution')));
		this.settle(false);
		this.listen();
	}

	/** Name, description and language of the field go over to the text. */
	private attributes(area: HTMLTextAreaElement): Record<string, string> {
		const label = document.querySelector<HTMLLabelElement>('label[for="body"]')!;
		label.id = 'body-label';
		label.removeAttribute('for');
		label.addEventListener('click', () => this.view.focus());
		const hint = document.getElementById('body-hint');
		hint?.replaceChildren(say('hint'), ' ', make('span', { class: 'keys' }, say('hintKeys')));
		const kept = ['lang', 'aria-describedby', 'aria-invalid'].flatMap((name) => {
			const value = area.getAttribute(name);
			return value === null ? [] : [[name, value]];
		});
		return {
			...Object.fromEntries(kept),
			id: 'body',
			role: 'textbox',
			'aria-multiline': 'true',
			'aria-labelledby': 'body-label',
			spellcheck: 'false',
		};
	}

	private props(doc: Node, attributes: Record<string, string>): ConstructorParameters<typeof EditorView>[1] {
		const state = EditorState.create({
			doc: named(doc),
			plugins: [
				slash(),
				...picturePlugins(this.note, (file, pos) => this.importWord(file, pos)),
				...keys({
					save: () => void this.saver.save(),
					find: () => this.find.open(),
					toTools: () => this.tools.focus(),
				}),
				rules(),
				history(),
				tableEditing(),
				dropCursor({ class: 'drop-cursor', color: false }),
				gapCursor(),
				ids(),
				spots(),
				findPlugin(),
				tidyPlugin(),
				this.tools.plugin,
				this.remarks.plugin,
				this.lock.plugin,
				new Plugin({ view: () => ({ update: (view, before) => this.changed(view, before) }) }),
			],
		});
		return {
			state,
			dispatchTransaction(this: EditorView, tr) {
				dispatch(this, tr);
			},
			attributes: (now) => ({ ...attributes, ...this.lock.attributes(), class: isEmpty(now.doc) ? 'body is-empty' : 'body' }),
			nodeViews: { figure: (node, view, getPos) => new FigureView(node, view, getPos), table_header: header },
			transformPastedHTML: (html) => this.pasted(html),
			transformPasted: (slice) => new Slice(breakable(slice.content), slice.openStart, slice.openEnd),
			handlePaste: linkPasted,
			clipboardTextParser: (text) => pastedText(text),
			clipboardParser: Reader.fromSchema(schema),
			clipboardSerializer: new OwnSerializer(serializer.nodes, serializer.marks),
			handleDoubleClickOn: (view, _pos, node, nodePos) => this.edit(view, node, nodePos),
			handleKeyDown: (view, event) => this.editSelected(view, event),
		};
	}

	/** Cleans what is pasted, and tells of what did not come along. */
	private pasted(html: string): string {
		const incoming: Incoming = { keep: keepPasted, missing: [], formulas: 0 };
		const clean = cleanHtml(html, (text) => new DOMParser().parseFromString(text, 'text/html'), incoming);
		const { missing, formulas: n } = incoming;
		const formulas = n > 0 ? [say('lostFormulas', { n })] : [];
		if (missing.length > 0) this.note.show(say('missing', { n: missing.length }), [...missingLines(missing), ...formulas]);
		else if (n > 0) this.note.show(formulas[0]);
		return clean;
	}

	private async pickWord() {
		const [file] = await pickFiles({ accept: WORD });
		if (file) this.importWord(file, this.view.state.selection.to);
		else this.view.focus();
	}

	private importWord(file: File, pos: number) {
		void importWord(this.view, this.form, file, pos, this.note);
	}

	/** Opens what a footnote, a card or a correction says. */
	private edit(view: EditorView, node: Node, _pos: number): boolean {
		if (node.type === schema.nodes.footnote) void askFootnote(view);
		else if (node.type === schema.nodes.embed) void askEmbed(view);
		else return false;
		return true;
	}

	private editSelected(view: EditorView, event: KeyboardEvent): boolean {
		const { selection } = view.state;
		if (event.isComposing || event.key !== 'Enter' || !('node' in selection)) return false;
		const node = selection.node as Node;
		if (node.type === schema.nodes.correction_note) void askCorrection(view);
		else return this.edit(view, node, selection.from);
		return true;
	}

	private listen() {
		// Whoever reads the form, by whatever way, reads the text as it stands now.
		this.form.addEventListener('formdata', (event) => event.formData.set(this.field.name, write(this.view.state.doc)));
		this.form.addEventListener('submit', () => this.store());
		addEventListener('pagehide', () => this.store());
		// Texts that were kept are put back: the document as it was, or its plain text.
		this.form.addEventListener('copydesk:restore', (event) => {
			const { body_json, body } = (event as CustomEvent<Record<string, string>>).detail;
			if (body_json) this.reload(body_json);
			else if (body !== undefined) this.show(fromText(body));
		});
		this.form.addEventListener('copydesk:lock', (event) => {
			const { locked, reason } = (event as CustomEvent<{ locked: boolean; reason: string }>).detail;
			this.lock.set(locked, reason);
		});
		this.form.addEventListener('keydown', (event) => {
			if (event.isComposing || event.defaultPrevented || event.key.toLowerCase() !== 's') return;
			if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
			event.preventDefault();
			void this.saver.save();
		});
		const language = this.form.elements.namedItem('lang');
		if (language instanceof HTMLSelectElement)
			language.addEventListener('change', () => this.view.dom.setAttribute('lang', language.value === 'zh' ? 'zh-Hans' : 'en'));
	}

	private reload(json: string) {
		let doc: Node;
		try {
			doc = read(json);
		} catch {
			doc = fromText(salvage(json));
		}
		this.show(doc);
	}

	/** Puts another document in place of this one; one step of undo leads back. */
	private show(doc: Node) {
		const { state } = this.view;
		const tr = closeHistory(state.tr).replaceWith(0, state.doc.content.size, named(doc).content);
		this.view.dispatch(loading(tr.setSelection(Selection.atStart(tr.doc))));
		this.store();
	}

	/** What changes the text goes from sight with the right to change it. */
	private locked(locked: boolean) {
		this.tools.element.hidden = locked;
		if (!locked) return;
		this.find.element.hidden = true;
		this.tidy.element.hidden = true;
	}

	private changed(view: EditorView, before: EditorState) {
		if (!before.selection.eq(view.state.selection)) {
			clearTimeout(this.counting);
			this.counting = window.setTimeout(() => this.tell(), SETTLE_MS);
		}
		if (before.doc.eq(view.state.doc)) return;
		this.tidy.update(view.state.doc);
		this.form.dispatchEvent(new CustomEvent('copydesk:change', { bubbles: true }));
		clearTimeout(this.timer);
		this.timer = window.setTimeout(() => this.settle(true), SETTLE_MS);
	}

	private store() {
		this.field.value = write(this.view.state.doc);
	}

	/** What need not be done at every key. */
	private settle(store: boolean) {
		if (store) this.store();
		this.tell();
		this.outline.update();
	}

	/** How long the text is, and what is selected of it. */
	private tell() {
		const { doc, selection } = this.view.state;
		const words = countWords(doc);
		const chosen = selection.empty ? '' : say('countSelected', { words: countWords(doc.cut(selection.from, selection.to)).toLocaleString('en') });
		this.count.textContent = say('count', { words: words.toLocaleString('en'), minutes: readingMinutes(words) }) + chosen;
	}

	private saving(busy: boolean) {
		this.view.dom.setAttribute('aria-busy', String(busy));
		this.form.classList.toggle('is-saving', busy);
	}
}

/** Begins, where the page has a text to write. */
export function start() {
	const form = document.getElementById('form') as HTMLFormElement | null;
	const field = document.getElementById('body_json') as HTMLInputElement | null;
	const area = document.querySelector<HTMLTextAreaElement>('textarea#body');
	if (!form || !field || !area) return;
	learn(wordsOfPage(document));
	document.getElementById('lossy')?.remove();
	let doc = load(field, area);
	if (doc === null) {
		doc = fromText(salvage(field.value));
		area.closest('.field')!.before(make('p', { class: 'warning', role: 'alert' }, say('unreadable')));
	}
	new Editor(form, field, area, doc);
}
