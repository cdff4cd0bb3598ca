// The document: ProseMirror's schema out of the one description that the C renderer has too.
import { Node, Schema, type Attrs, type DOMOutputSpec, type MarkSpec, type NodeSpec, type TagParseRule } from 'prosemirror-model';
import { body } from 'gen/body_schema';
import { longDay } from '../common/words';
import { providerOf, safeAddress } from './address';
import { upgrade } from './upgrade';

export const version = body.schema;
export const ID = /^[a-z0-9]{8,12}$/;

type Rule = {
	type: string;
	min?: number;
	max?: number;
	digits?: number;
	values?: readonly string[];
	default?: number | string;
};
type Described = { group?: string; content?: string; attrs?: Record<string, Rule>; html?: string; class?: string };

/** The number of no picture: stands in for one that is not there yet, and is never stored. */
export const STAND_IN = body.nodes.figure.attrs.media.max;

export const FOOTNOTE_MAX = body.nodes.footnote.attrs.text.max;

const nodes = body.nodes as Record<string, Described>;
const marks = body.marks as Record<string, { attrs?: Record<string, Rule>; html?: string }>;

function fits(rule: Rule, value: unknown): boolean {
	if (rule.type === 'integer')
		return Number.isInteger(value) && (value as number) >= rule.min! && (value as number) <= rule.max!;
	if (rule.type === 'id') return value === null || (typeof value === 'string' && ID.test(value));
	if (rule.type === 'choice') return rule.values!.includes(value as string);
	if (typeof value !== 'string') return false;
	if (value === '') return rule.default === '';
	if (rule.type === 'hex') return value.length === rule.digits && /^[0-9a-f]*$/.test(value);
	if (rule.type === 'url') return safeAddress(value);
	if (rule.type === 'date') return isDay(value);
	if (rule.type === 'provider') return value in body.providers;
	return [...value].length <= rule.max!;
}

/** A day of the calendar as YYYY-MM-DD. */
export function isDay(text: string): boolean {
	const found = /^(19|20|21)\d\d-(\d\d)-(\d\d)$/.exec(text);
	if (!found) return false;
	const day = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** It as readers of the article see it. */
const dayOf = (day: string) => longDay(day, document.querySelector<HTMLSelectElement>('#lang')?.value ?? '');

function attributes(rules: Record<string, Rule> = {}) {
	const made: NonNullable<NodeSpec['attrs']> = {};
	for (const [name, rule] of Object.entries(rules)) {
		const fallback = rule.type === 'id' ? { default: null } : 'default' in rule ? { default: rule.default } : {};
		// Words of a picture that are too many are kept until a person shortens them: the desk refuses to save them.
		const kept = (value: unknown) => typeof value === 'string' && (name === 'alt' || name === 'credit');
		const validate = (value: unknown) => {
			if (!fits(rule, value) && !kept(value)) throw new RangeError(`${name}: ${JSON.stringify(value)}`);
		};
		made[name] = { ...fallback, validate };
	}
	return made;
}

// A block's name travels with it, so that it is the same block after being moved.
const named = (node: Node) => (node.attrs.id ? { 'data-id': node.attrs.id } : {});
const nameOf = (dom: HTMLElement) => {
	const id = dom.getAttribute('data-id') ?? '';
	return { id: ID.test(id) ? id : null };
};
const whole = (dom: HTMLElement, name: string, rule: Rule) => {
	const value = Number(dom.getAttribute(name));
	return fits(rule, value) ? value : rule.default;
};

// How nodes look in the editor, where it is not just a tag around their content.
const shown: Record<string, { toDOM: (node: Node) => DOMOutputSpec; parseDOM: TagParseRule[] }> = {
	pull_quote: {
		toDOM: (node) => ['blockquote', { class: 'pull-quote', ...named(node) }, 0],
		parseDOM: [{ tag: 'blockquote.pull-quote', priority: 60, getAttrs: nameOf }],
	},
	attribution: {
		toDOM: () => ['footer', 0],
		parseDOM: [{ tag: 'footer', context: 'pull_quote/' }],
	},
	footnote: {
		toDOM: (node) => ['sup', { class: 'footnote', 'data-text': node.attrs.text, title: node.attrs.text }],
		parseDOM: [
			{
				tag: 'sup[data-text]',
				priority: 60,
				getAttrs: (dom) => {
					const text = dom.getAttribute('data-text')!.replace(/\s+/g, ' ').trim();
					return fits(nodes.footnote.attrs!.text, text) ? { text } : false;
				},
			},
		],
	},
	embed: {
		toDOM: (node) => [
			'p',
			{
				class: 'embed',
				'data-url': node.attrs.url,
				'data-title': node.attrs.title,
				...named(node),
			},
			['b', node.attrs.title],
			' ',
			['cite', body.providers[node.attrs.provider as keyof typeof body.providers].name],
		],
		parseDOM: [
			{
				tag: 'p.embed[data-url]',
				priority: 60,
				getAttrs: (dom) => {
					const url = dom.getAttribute('data-url')!;
					const provider = providerOf(url);
					const title = (dom.getAttribute('data-title') ?? '').trim() || url.slice(0, 200);
					return provider ? { provider, url, title, ...nameOf(dom) } : false;
				},
			},
		],
	},
	correction_note: {
		toDOM: (node) => [
			'aside',
			{ class: 'correction', 'data-date': node.attrs.date, ...named(node) },
			['time', { contenteditable: 'false' }, dayOf(node.attrs.date as string)],
			['div', 0],
		],
		parseDOM: [
			{
				tag: 'aside[data-date]',
				contentElement: (dom) => (dom as HTMLElement).querySelector('div') ?? (dom as HTMLElement),
				getAttrs: (dom) => {
					const date = dom.getAttribute('data-date')!;
					return isDay(date) ? { date, ...nameOf(dom) } : false;
				},
			},
		],
	},
};

// A text that came along in the markup of the editor's own clipboard.
const carried = (dom: HTMLElement, name: string) => (dom.getAttribute(name) ?? '').replace(/\s+/g, ' ').trim();

Object.assign(shown, {
	figure: {
		toDOM: (node) => [
			'figure',
			{
				'data-media': String(node.attrs.media),
				'data-alt': node.attrs.alt,
				'data-credit': node.attrs.credit,
				'data-layout': node.attrs.layout,
				...named(node),
			},
			['img', { src: `/media/${node.attrs.media}/file/w-640.webp`, alt: node.attrs.alt }],
			['figcaption', 0],
		],
		parseDOM: [
			// Stands in for a picture that was pasted and is yet to be uploaded.
			{ tag: 'figure[data-upload]', getAttrs: (dom) => ({ media: STAND_IN, id: dom.getAttribute('data-upload') }) },
			{
				tag: 'figure[data-media]',
				contentElement: (dom) => (dom as HTMLElement).querySelector('figcaption') ?? (dom as HTMLElement),
				getAttrs: (dom) => {
					const rules = nodes.figure.attrs!;
					const media = Number(dom.getAttribute('data-media'));
					const layout = dom.getAttribute('data-layout');
					return (
						fits(rules.media, media) && {
							media,
							alt: carried(dom, 'data-alt'),
							credit: carried(dom, 'data-credit'),
							layout: fits(rules.layout, layout) ? layout : rules.layout.default,
							...nameOf(dom),
						}
					);
				},
			},
		],
	},
	// Only within a figure, whose parsing opens it: a caption of a foreign page is a paragraph.
	caption: { toDOM: () => ['span', { class: 'caption' }, 0], parseDOM: [{ tag: 'span.caption', context: 'figure/' }] },
	gallery: {
		toDOM: (node) => ['div', { class: 'gallery', ...named(node) }, 0],
		parseDOM: [{ tag: 'div.gallery', getAttrs: nameOf }],
	},
} satisfies typeof shown);

const tableRoles: Record<string, string> = {
	table: 'table',
	table_row: 'row',
	table_cell: 'cell',
	table_header: 'header_cell',
};

function plainDOM(name: string, rule: Described): Pick<NodeSpec, 'toDOM' | 'parseDOM'> {
	const levels = rule.html!.endsWith('{level}');
	const spans = Object.entries(rule.attrs ?? {}).filter(([, a]) => 'html' in a) as [string, Rule & { html: string }][];
	const read = (dom: HTMLElement) => ({
		...('id' in (rule.attrs ?? {}) ? nameOf(dom) : {}),
		...Object.fromEntries(spans.map(([key, a]) => [key, whole(dom, a.html, a)])),
	});
	const write = (node: Node) => ({
		...('id' in (rule.attrs ?? {}) ? named(node) : {}),
		...Object.fromEntries(
			spans.filter(([key, a]) => node.attrs[key] !== a.default).map(([key, a]) => [a.html, String(node.attrs[key])]),
		),
	});
	if (levels) {
		const { min, max } = rule.attrs!.level;
		return {
			toDOM: (node) => [`h${node.attrs.level}`, write(node), 0],
			parseDOM: [1, 2, 3, 4, 5, 6].map((n) => ({
				tag: `h${n}`,
				getAttrs: (dom) => ({ ...read(dom), level: Math.min(Math.max(n, min!), max!) }),
			})),
		};
	}
	return {
		toDOM: (node) => (rule.content ? [rule.html!, write(node), 0] : [rule.html!, write(node)]),
		parseDOM: [{ tag: rule.html!, getAttrs: read }],
	};
}

function nodeSpec(name: string, rule: Described): NodeSpec {
	const spec: NodeSpec = { content: rule.content, group: rule.group, attrs: attributes(rule.attrs) };
	if (rule.group === 'inline') spec.inline = true;
	if (name in tableRoles) spec.tableRole = tableRoles[name];
	if (name === 'pull_quote' || name === 'correction_note' || rule.group === 'cell') spec.isolating = true;
	if (name === 'blockquote' || name === 'heading') spec.defining = true;
	if (name === 'hard_break') Object.assign(spec, { selectable: false, linebreakReplacement: true, leafText: () => '\n' });
	if (name === 'embed' || name === 'figure') spec.draggable = true;
	if (name === 'figure' || name === 'gallery') spec.isolating = true;
	// ProseMirror cannot make up a picture to fill a gallery with: store() sees to how many there are.
	if (name === 'gallery') spec.content = 'figure*';
	return Object.assign(spec, name in shown ? shown[name] : rule.html ? plainDOM(name, rule) : {});
}

const markDOM: Record<string, Partial<MarkSpec>> = {
	link: {
		inclusive: false,
		toDOM: (mark) => ['a', { href: mark.attrs.href as string, title: mark.attrs.href as string }, 0],
		parseDOM: [
			{
				tag: 'a[href]',
				getAttrs: (dom) => {
					const href = dom.getAttribute('href')!;
					return safeAddress(href) ? { href } : false;
				},
			},
		],
	},
	em: { parseDOM: [{ tag: 'em' }, { tag: 'i' }] },
	strong: { parseDOM: [{ tag: 'strong' }, { tag: 'b' }] },
	sub: { excludes: 'sub sup' },
	sup: { excludes: 'sub sup', parseDOM: [{ tag: 'sup:not([data-text])' }] },
	// What somebody says about these words; readers never see it.
	comment: {
		inclusive: false,
		toDOM: (mark) => ['span', { class: 'commented', 'data-thread': mark.attrs.thread as string }, 0],
		parseDOM: [
			{
				tag: 'span[data-thread]',
				getAttrs: (dom) => {
					const thread = dom.getAttribute('data-thread')!;
					return fits(marks.comment.attrs!.thread, thread) && { thread };
				},
			},
		],
	},
};

function markSpec(name: string, rule: { attrs?: Record<string, Rule>; html?: string }): MarkSpec {
	const plain: Partial<MarkSpec> = rule.html ? { toDOM: () => [rule.html!, 0], parseDOM: [{ tag: rule.html }] } : {};
	return { attrs: attributes(rule.attrs), ...plain, ...markDOM[name] };
}

export const schema = new Schema({
	topNode: body.top,
	nodes: Object.fromEntries(Object.entries(nodes).map(([name, rule]) => [name, nodeSpec(name, rule)])),
	marks: Object.fromEntries(Object.entries(marks).map(([name, rule]) => [name, markSpec(name, rule)])),
});

/** Reads a stored document; throws if the schema does not know something in it. */
export function read(json: string): Node {
	const stored = JSON.parse(json);
	const doc = Node.fromJSON(schema, upgrade(stored?.doc, stored?.schema, version));
	if (doc.type !== schema.topNodeType) throw new RangeError(`a ${doc.type.name}`);
	doc.check();
	return doc;
}

// What is left out when it says nothing: the renderer knows the same defaults.
function lean(attrs: Attrs | undefined, rules: Record<string, Rule> = {}) {
	const kept = Object.entries(attrs ?? {}).filter(
		([name, value]) => value !== null && value !== undefined && value !== rules[name]?.default,
	);
	return kept.length > 0 ? { attrs: Object.fromEntries(kept) } : {};
}

interface Stored {
	type: string;
	text?: string;
	attrs?: Attrs;
	marks?: Stored[];
	content?: Stored[];
}

// Signs that are no text come along with what is pasted or typed elsewhere; the server takes none.
const NO_TEXT = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029]|\p{Surrogate}/gu;
const plain = (text: string) => text.replace(NO_TEXT, '');

function store(node: Node): Stored {
	// A gallery of one is that figure; the place of one that was emptied is a paragraph.
	if (node.type.name === 'gallery' && node.childCount < 2)
		return node.childCount === 1 ? store(node.firstChild!) : { type: 'paragraph' };
	const made: Stored = { type: node.type.name, ...lean(node.attrs, nodes[node.type.name].attrs) };
	if (node.isText) made.text = plain(node.text!);
	if (node.marks.length > 0)
		made.marks = node.marks.map((mark) => ({ type: mark.type.name, ...lean(mark.attrs, marks[mark.type.name].attrs) }));
	if (node.childCount > 0) made.content = node.children.filter((child) => !child.isText || plain(child.text!) !== '').map(store);
	return made;
}

/** Writes a document as it is stored. */
export function write(doc: Node): string {
	return JSON.stringify({ schema: version, doc: store(doc) });
}
