// A picture in the text: itself, its caption, who took it, what it shows to who cannot see it, and its tools.
import type { Node } from 'prosemirror-model';
import { NodeSelection, TextSelection, type Command } from 'prosemirror-state';
import type { EditorView, NodeView, ViewMutationRecord } from 'prosemirror-view';
import { body } from 'gen/body_schema';
import { seldom } from '../desk/seldom';
import { credits, rememberCredit } from './credits';
import { button, make } from './dom';
import { inGallery, leaveFigure, makeGallery, moveFigure, removeFigure, splitGallery } from './figures';
import { say } from './lang';
import { fileOf } from './media';
import { Upload } from './upload';
import type { Words } from './words_of_page';

const rules = body.nodes.figure.attrs;
const layouts = rules.layout.values;
type Name = 'alt' | 'credit';

let made = 0;

/** The text of a figure's attribute, as a field that an input method may compose in. */
class Field {
	readonly box: HTMLElement;
	readonly input: HTMLInputElement;
	private error: HTMLElement;

	constructor(
		name: Name,
		private max: number,
		private store: (value: string) => void,
		editable: () => boolean,
	) {
		const id = `figure-${name}-${++made}`;
		// No name: it is no field of the form.
		this.input = make('input', { id, type: 'text', autocomplete: 'off', tabindex: '-1', placeholder: say(`${name}Prompt`) }) as HTMLInputElement;
		this.error = make('span', { class: 'error', id: `${id}-error`, role: 'status' });
		this.input.setAttribute('aria-describedby', this.error.id);
		this.box = make('div', { class: `figure-field figure-${name}` }, make('label', { for: id }, say(name)), this.input, this.error);
		this.input.addEventListener('input', (event) => {
			if (!(event as InputEvent).isComposing) this.commit();
		});
		this.input.addEventListener('compositionend', () => this.commit());
		this.input.addEventListener('blur', () => this.commit());
		this.input.addEventListener('focus', () => (this.input.readOnly = !editable()));
	}

	/** The words; that they are too many to be saved is said beside them. */
	private value(): string {
		const words = this.input.value.replace(/\s+/g, ' ').trim();
		const n = [...words].length;
		this.input.setAttribute('aria-invalid', String(n > this.max));
		this.error.textContent = n > this.max ? say('tooLong', { n, max: this.max }) : '';
		return words;
	}

	private commit() {
		this.store(this.value());
	}

	/** Shows what is stored, unless a person is just writing here. */
	show(value: string) {
		if (this.input === document.activeElement || this.value() === value) return;
		this.input.value = value;
		this.value();
	}
}

export class FigureView implements NodeView {
	readonly dom = make('figure', { class: 'figure' });
	readonly contentDOM = make('figcaption');
	private image = make('img', { loading: 'lazy', decoding: 'async', draggable: 'false' }) as HTMLImageElement;
	private box = make('div', { class: 'figure-picture' }, this.image);
	private parts: HTMLElement;
	private tools: HTMLElement;
	private layout: HTMLButtonElement[];
	private focalTool: HTMLButtonElement;
	private galleryTool: HTMLButtonElement;
	private fields: Record<Name, Field>;
	private list: HTMLElement;
	private focal: { close(): void } | null = null;
	private opening = false;

	constructor(
		private node: Node,
		private view: EditorView,
		private getPos: () => number | undefined,
	) {
		this.fields = { credit: this.field('credit'), alt: this.field('alt') };
		this.list = make('datalist', { id: `figure-credits-${++made}` });
		this.fields.credit.input.setAttribute('list', this.list.id);
		this.fields.credit.input.addEventListener('focus', () =>
			this.list.replaceChildren(...credits().map((value) => make('option', { value }))),
		);
		this.fields.credit.input.addEventListener('change', (event) => rememberCredit((event.target as HTMLInputElement).value));
		this.layout = layouts.map((layout) => this.tool(`layout_${layout}`, () => this.attribute('layout', layout)));
		this.focalTool = this.tool('focal', () => void this.toggleFocal());
		this.galleryTool = this.tool('gallery', () => this.gallery());
		this.tools = make(
			'div',
			{ class: 'figure-tools', role: 'group', 'aria-label': say('figureTools') },
			make('span', { class: 'tool-group' }, ...this.layout),
			this.focalTool,
			this.tool('replacePicture', () => void this.replace()),
			this.tool('moveUp', () => this.command(moveFigure(this.at, -1), 'moveUp')),
			this.tool('moveDown', () => this.command(moveFigure(this.at, 1), 'moveDown')),
			this.galleryTool,
			this.tool('removePicture', () => this.command(removeFigure(this.at))),
		);
		this.parts = make('div', { class: 'figure-parts' }, this.fields.credit.box, this.list, this.fields.alt.box, this.tools);
		for (const part of [this.box, this.parts]) part.contentEditable = 'false';
		this.dom.append(this.box, this.contentDOM, this.parts);
		this.box.addEventListener('click', () => this.select());
		this.image.addEventListener('load', () => this.box.classList.add('is-loaded'));
		this.image.addEventListener('error', () => this.box.classList.add('is-broken'));
		this.box.dataset.broken = say('pictureBroken');
		this.contentDOM.dataset.prompt = say('captionPrompt');
		this.parts.addEventListener('keydown', (event) => this.key(event));
		this.show();
	}

	private field(name: Name): Field {
		return new Field(name, rules[name].max, (value) => this.attribute(name, value), () => this.view.editable);
	}

	private tool(key: keyof Words, act: () => void): HTMLButtonElement {
		const tool = button(say(key), () => act(), { class: 'figure-tool', tabindex: '-1', 'data-tool': key });
		tool.addEventListener('mousedown', (event) => event.preventDefault());
		return tool;
	}

	private get at(): number {
		return this.getPos() ?? 0;
	}

	private attribute(name: string, value: unknown) {
		const pos = this.getPos();
		if (pos === undefined || this.view.isDestroyed || this.node.attrs[name] === value) return;
		this.view.dispatch(this.view.state.tr.setNodeAttribute(pos, name, value));
	}

	/** Acts on this figure; the view of it that is drawn anew keeps the focus of ${tool}. */
	private command(command: Command, tool?: string) {
		const { view } = this;
		command(view.state, view.dispatch, view);
		const { selection } = view.state;
		const drawn = selection instanceof NodeSelection ? view.nodeDOM(selection.from) : null;
		const again = tool && drawn instanceof HTMLElement ? drawn.querySelector<HTMLElement>(`[data-tool="${tool}"]`) : null;
		if (again && again.offsetParent !== null) again.focus();
		else view.focus();
	}

	private gallery() {
		const pos = this.at;
		this.command(inGallery(this.view.state, pos) ? splitGallery(pos) : makeGallery(pos), 'gallery');
	}

	private select() {
		const pos = this.getPos();
		if (pos === undefined || this.focal) return;
		this.view.focus();
		this.view.dispatch(this.view.state.tr.setSelection(NodeSelection.create(this.view.state.doc, pos)));
	}

	private async replace() {
		const media = await (await seldom())?.choosePicture(say('replacePicture'), Upload);
		const pos = this.getPos();
		if (media && pos !== undefined && !this.view.isDestroyed) {
			const { alt, credit } = this.node.attrs;
			const attrs = { ...this.node.attrs, media: media.id, alt: media.alt || alt, credit: media.credit || credit };
			this.view.dispatch(this.view.state.tr.setNodeMarkup(pos, null, attrs));
		}
		this.view.focus();
	}

	private async toggleFocal() {
		if (this.focal) return this.focal.close();
		// The desk is being asked where it is.
		if (this.opening) return;
		this.opening = true;
		const tools = await seldom();
		const closed = () => {
			this.focal = null;
			this.focalTool.setAttribute('aria-pressed', 'false');
			if (this.dom.isConnected) this.focalTool.focus();
		};
		this.focal = (await tools?.openFocal(this.box, this.node.attrs.media as number, closed)) ?? null;
		this.opening = false;
		this.focalTool.setAttribute('aria-pressed', String(this.focal !== null));
	}

	/** Tab goes through the fields and tools of this picture, and out of it at either end. */
	private key(event: KeyboardEvent) {
		if (event.isComposing) return;
		if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
			// It would send the form.
			event.preventDefault();
			this.step(event.target, 1);
		} else if (event.key === 'Escape') {
			event.preventDefault();
			this.toCaption();
		} else if (event.key === 'Tab' && event.target instanceof HTMLElement) {
			event.preventDefault();
			this.step(event.target, event.shiftKey ? -1 : 1);
		}
	}

	private step(from: HTMLElement, by: number) {
		const stops = Array.from(this.parts.querySelectorAll<HTMLElement>('input, button')).filter((stop) => stop.offsetParent !== null);
		const to = stops.indexOf(from) + by;
		if (to < 0) this.toCaption();
		else if (to < stops.length) stops[to].focus();
		else {
			this.view.focus();
			leaveFigure(this.at)(this.view.state, this.view.dispatch);
		}
	}

	private toCaption() {
		const { view } = this;
		view.focus();
		view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, this.at + this.node.nodeSize - 2)));
	}

	private show() {
		const { media, alt, credit, layout, id } = this.node.attrs;
		const address = fileOf(media as number);
		if (this.image.getAttribute('src') !== address) {
			this.box.classList.remove('is-loaded', 'is-broken');
			this.focal?.close();
			this.image.src = address;
		}
		this.image.alt = alt as string;
		for (const name of layouts) this.dom.classList.toggle(`figure-${name}`, name === layout);
		this.dom.classList.toggle('needs-alt', alt === '');
		if (id) this.dom.dataset.id = id as string;
		this.fields.alt.show(alt as string);
		this.fields.credit.show(credit as string);
		this.layout.forEach((tool, i) => tool.setAttribute('aria-pressed', String(layouts[i] === layout)));
		const { state } = this.view;
		const pos = this.getPos();
		const within = pos !== undefined && pos <= state.doc.content.size && inGallery(state, pos);
		this.galleryTool.textContent = say(within ? 'ungroup' : 'gallery');
	}

	update(node: Node): boolean {
		if (node.type !== this.node.type) return false;
		const same = node.sameMarkup(this.node);
		this.node = node;
		if (!same) this.show();
		return true;
	}

	selectNode() {
		this.dom.classList.add('ProseMirror-selectednode');
	}

	deselectNode() {
		this.dom.classList.remove('ProseMirror-selectednode');
	}

	stopEvent(event: Event): boolean {
		const target = event.target as globalThis.Node;
		return this.parts.contains(target) || (this.focal !== null && this.box.contains(target));
	}

	ignoreMutation(mutation: ViewMutationRecord): boolean {
		return !this.contentDOM.contains(mutation.target);
	}

	destroy() {
		this.focal?.close();
	}
}

/** From the caption or the picture in hand, Tab goes to its fields. */
export const toFields: Command = (state, _dispatch, view) => {
	const { selection } = state;
	if (!view) return false;
	const { $from } = selection;
	const pos = selection instanceof NodeSelection && selection.node.type.name === 'figure' ? selection.from : $from.parent.type.name === 'caption' ? $from.before($from.depth - 1) : -1;
	if (pos < 0) return false;
	const input = (view.nodeDOM(pos) as HTMLElement | null)?.querySelector<HTMLElement>('.figure-credit input');
	input?.focus();
	return input !== null && input !== undefined;
};
