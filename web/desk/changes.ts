// What differs between two states of a form, in the words and the order of the desk's own comparison (src/web/desk/text.c, compare.c).
import {make} from '../common/dom';
import {isEnglish, type Say} from '../common/words';
import {blocksOf, canonical, runsOf, textOf, type Item, type Mark} from './body';
import {diff, type Run} from './diff';
import type {Fields} from './fields';

const MARKS = ['link', 'em', 'strong', 'sub', 'sup', 'comment'];
const NOTES_MAX = 8;
const SNIPPET_MAX = 24;

/** What the page calls a field, which a script may show as something else. */
function labelOf(form: HTMLFormElement, name: string): string {
	const one = form.querySelector<HTMLInputElement>(`[name="${name}"]`);
	const group = one?.type === 'radio' ? one.closest('fieldset')?.querySelector('legend') : null;
	const label = group ?? form.querySelector(`label[for="${one?.id || name}"]`) ?? form.querySelector(`label[for="${name}"]`) ?? document.getElementById(`${name}-label`);
	return label?.textContent ?? name;
}

/** A field as people read it. */
function inWords(form: HTMLFormElement, say: Say, name: string, value: string): string {
	const chosen = [...form.querySelectorAll<HTMLOptionElement | HTMLInputElement>(`[name="${name}"] option, input[type=radio][name="${name}"]`)].find((one) => one.value === value);
	if (chosen instanceof HTMLOptionElement) return value && chosen.text;
	if (chosen) return chosen.labels?.[0]?.textContent?.trim() ?? value;
	if (name === 'topics') return value.trim().split(/\s*\n\s*/).join(isEnglish() ? ', ' : '、');
	return name === 'lead_media' && value ? say('diff_media', value) : value;
}

/** Which of ${numbers} are in order, as many as can be. */
function inOrder(numbers: number[]): Set<number> {
	const ends: number[] = [];
	const before = new Map<number, number | undefined>();
	for (const number of numbers) {
		let at = ends.findIndex((end) => end > number);
		if (at < 0) at = ends.length;
		before.set(number, ends[at - 1]);
		ends[at] = number;
	}
	const found = new Set<number>();
	for (let one = ends.at(-1); one !== undefined; one = before.get(one)) found.add(one);
	return found;
}

/** For blocks of ${to} the one of ${from} that each was: by name, by words, or in the same place. */
function partners(from: Item[], to: Item[]): Map<number, number> {
	const found = new Map<number, number>();
	const left = new Set(from.keys());
	const pair = (i: number, j: number) => {
		found.set(j, i);
		left.delete(i);
	};
	for (const key of [({attrs}: Item) => attrs?.id, canonical]) {
		const at = new Map<unknown, number[]>();
		for (const i of left) at.set(key(from[i]!), [...(at.get(key(from[i]!)) ?? []), i]);
		to.forEach((block, j) => {
			const i = !found.has(j) && key(block) ? at.get(key(block))?.shift() : undefined;
			if (i !== undefined) pair(i, j);
		});
	}
	to.forEach((block, j) => {
		const i = j > 0 ? (found.get(j - 1) ?? NaN) + 1 : 0;
		if (!found.has(j) && left.has(i) && from[i]!.type === block.type) pair(i, j);
	});
	return found;
}

/** What became of marks of a kind, on words that stayed: [what, words]. */
function fates(kind: string, runs: Run[], from: Mark[][], to: Mark[][]): [string, string][] {
	const found: [string, string][] = [];
	let [x, y, words, last] = [0, 0, '', ''];
	const end = () => {
		if (last) found.push([last, words]);
		words = last = '';
	};
	const of = (marks: Mark[] = []) => (marks.length > 0 ? canonical(marks.filter(({type}) => type === kind)) : '[]');
	for (const {op, text} of runs) {
		if (op === 'removed') x += text.length;
		else if (op === 'added') {
			end();
			y += text.length;
		} else {
			for (const sign of text.split('')) {
				const [was, is] = [of(from[x++]), of(to[y++])];
				const fate = was === is ? '' : was === '[]' ? 'added' : is === '[]' ? 'removed' : 'changed';
				if (fate !== last) end();
				last = fate;
				words += sign;
			}
		}
	}
	end();
	return found;
}

const marksOf = (item: Item): Mark[][] => runsOf(item, document.documentElement.lang).flatMap(({text, marks}) => text.split('').map(() => marks));

function snippet(words: string): string {
	const signs = [...words];
	return signs.length > SNIPPET_MAX ? `${signs.slice(0, SNIPPET_MAX).join('')}…` : words;
}

/** What differs between two states of a block and its words do not show. */
function notesOf(from: Item, to: Item, runs: Run[], say: Say): string[] {
	const notes: string[] = [];
	if (from.type !== to.type) notes.push(say('diff_became', say(`diff_${from.type}`), say(`diff_${to.type}`)));
	else if (from.type === 'figure') {
		if (from.attrs?.media !== to.attrs?.media) notes.push(say('diff_picture'));
		if ((from.attrs?.layout ?? 'normal') !== (to.attrs?.layout ?? 'normal')) notes.push(say('diff_layout'));
	}
	const [was, is] = [marksOf(from), marksOf(to)];
	for (const kind of MARKS) {
		for (const [fate, words] of fates(kind, runs, was, is)) notes.push(say(`diff_mark_${fate}`, say(`diff_${kind}`), snippet(words)));
	}
	return notes.length > NOTES_MAX ? [...notes.slice(0, NOTES_MAX), say('diff_more', notes.length - NOTES_MAX)] : notes;
}

const shown = (runs: Run[]): HTMLElement[] => runs.map(({op, text}) => make(op === 'added' ? 'ins' : op === 'removed' ? 'del' : 'span', {}, text));

/** The blocks of ${to} in their order, what was dropped before what came in its place; what stays folded. */
function blocks(from: Item[], to: Item[], say: Say): HTMLElement[] {
	const {lang} = document.documentElement;
	const said = (text: string) => make('p', {className: 'said', lang}, text);
	const partner = partners(from, to);
	const kept = new Set(partner.values());
	const stays = inOrder([...partner].sort((a, b) => a[0] - b[0]).map(([, i]) => i));
	const all: {same?: string; parts: HTMLElement[]}[] = [];
	const add = (was: Item | undefined, is: Item | undefined, label = '') => {
		const runs = diff(was ? textOf(was, lang) : '', is ? textOf(is, lang) : '');
		const alike = was && is && canonical(was) === canonical(is);
		const notes = was && is && !alike ? notesOf(was, is, runs, say) : [];
		const plain = !label && notes.length === 0 && runs.every(({op}) => op === 'same');
		if (plain && !(was && is)) label = say(is ? 'diff_empty_added' : 'diff_empty_removed');
		else if (plain && !alike) label = say('diff_form');
		const same = plain && !label ? runs.map(({text}) => text).join('') : undefined;
		all.push({same, parts: [...(label ? [said(label)] : []), make('p', {className: same === undefined ? 'runs' : 'same'}, ...shown(runs)), ...notes.map(said)]});
	};
	let next = 0;
	// What was dropped goes before the next block that kept its place.
	const dropped = () => {
		for (; next < from.length && !stays.has(next); next++) if (!kept.has(next)) add(from[next], undefined);
	};
	to.forEach((block, j) => {
		const i = partner.get(j);
		dropped();
		if (i === undefined) return add(undefined, block);
		const moved = canonical(from[i]) === canonical(block) ? 'diff_moved' : 'diff_moved_changed';
		add(from[i], block, stays.has(i) ? '' : say(moved));
		if (stays.has(i)) next = i + 1;
	});
	dropped();
	const near = (i: number) => [i - 1, i, i + 1].some((at) => all[at] && all[at].same === undefined);
	const out: HTMLElement[] = [];
	for (let i = 0; i < all.length; ) {
		let end = i;
		while (end < all.length && !near(end)) end++;
		if (end > i + 1) {
			const folded = all.slice(i, end).flatMap(({parts}) => parts);
			out.push(make('details', {className: 'unchanged'}, make('summary', {lang}, say('diff_folded', end - i)), ...folded));
			i = end;
		} else out.push(...all[i++]!.parts);
	}
	return all.some(({same}) => same === undefined) ? out : [];
}

/** What ${to} has that ${from} has not, and the other way round. */
export function changes(form: HTMLFormElement, from: Fields, to: Fields, say: Say): HTMLElement {
	const lang = to.lang === 'en' ? 'en' : 'zh-Hans';
	const list = make('dl', {className: 'changes-fields'});
	// As the desk orders them; then whatever else a form has.
	for (const name of new Set([...say('diff_fields').split(' '), ...Object.keys({...from, ...to})])) {
		if (/^body(_json)?$/.test(name)) continue;
		const [was, is] = [from, to].map((fields) => inWords(form, say, name, fields[name] ?? '')) as [string, string];
		if (was !== is) list.append(make('div', {}, make('dt', {}, labelOf(form, name)), make('dd', {className: 'runs', lang}, ...shown(diff(was, is)))));
	}
	const body = blocks(blocksOf(from), blocksOf(to), say);
	const sides = make('p', {className: 'changes-sides'}, make('del', {}, say('diff_from')), ' → ', make('ins', {}, say('diff_to')));
	const parts = [...(list.firstChild ? [list] : []), ...(body.length > 0 ? [make('div', {className: 'changes-body', lang}, ...body)] : [])];
	return make('div', {className: 'changes'}, sides, ...(parts.length > 0 ? parts : [make('p', {className: 'empty'}, say('diff_none'))]));
}
