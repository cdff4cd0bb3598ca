// A window in which a picture is chosen: of the article, or of the library.
import {make} from '../common/dom';
import {docOf, plainOf, type Item} from './body';
import {fetched, type Panel} from './panel-base';

export interface Picture {
	id: number;
	name: string;
	width: number;
	height: number;
	state: string;
	alt: string;
	caption: string;
	credit: string;
	focal_x: number;
	focal_y: number;
}

export interface Choice {
	media: number;
	alt?: string;
	caption?: string;
	credit?: string;
}

function figuresIn({type, attrs = {}, content = []}: Item, into: Choice[]): Choice[] {
	if (type === 'figure') {
		const {media, alt, credit} = attrs;
		if (typeof media === 'number' && !into.some((known) => known.media === media))
			into.push({media, alt: String(alt ?? ''), credit: String(credit ?? ''), caption: content.map(plainOf).join('').trim()});
	} else for (const child of content) figuresIn(child, into);
	return into;
}

/** The pictures of the text as it stands. */
export function figuresOf(form: HTMLFormElement): Choice[] {
	const json = new FormData(form).get('body_json');
	return typeof json === 'string' && json.includes('"figure"') ? figuresIn(docOf(json) ?? {type: 'doc'}, []) : [];
}

/** The address of a small rendition; of the original where there is none. */
export function thumbnail(image: HTMLImageElement, id: number, width = 320): HTMLImageElement {
	image.addEventListener('error', () => (image.src = `/media/${id}/file/original`), {once: true});
	image.src = `/media/${id}/file/w-${width}.webp`;
	return image;
}

/** Opens the window; resolves to what was chosen, or null. */
export function pick(panel: Panel): Promise<Choice | null> {
	const title = panel.fresh('pick');
	const dialog = make('dialog', {className: 'pick', 'aria-labelledby': title});
	const words = make('input', {type: 'search', autocomplete: 'off', id: panel.fresh('words')});
	const find = make('button', {className: 'button', textContent: panel.say('pick_find')});
	const seek = make('form', {className: 'pick-seek', role: 'search'}, make('label', {htmlFor: words.id, textContent: panel.say('pick_words')}), words, find);
	const told = make('p', {className: 'empty', role: 'status', hidden: true});
	const results = make('ul', {className: 'pick-pictures'});
	const more = make('button', {type: 'button', className: 'button', hidden: true, textContent: panel.say('pick_more')});
	const close = make('button', {type: 'button', className: 'quiet', textContent: panel.say('close')});
	let chosen: Choice | null = null;
	let next = '';
	let asked = 0;

	const card = (choice: Choice, name: string, width?: number) => {
		const button = make('button', {type: 'button', className: 'pick-one', 'aria-label': name});
		const image = make('img', {alt: '', loading: 'lazy', width: 160, height: 107});
		button.append(thumbnail(image, choice.media, width && width < 320 ? width : 320), make('span', {textContent: name}));
		button.addEventListener('click', () => {
			chosen = choice;
			dialog.close();
		});
		return make('li', {}, button);
	};
	const nameOf = (choice: Choice) => choice.alt || choice.caption || panel.say('pick_unnamed', choice.media);
	const load = async (onwards: boolean) => {
		const turn = ++asked;
		const query = new URLSearchParams({q: words.value.trim(), ...(onwards && {cursor: next})});
		const found = await fetched<{items: Picture[]; next: string | null}>(`/media?${query}`);
		if (turn !== asked) return;
		const cards = (found?.items ?? []).filter(({state}) => state !== 'failed').map(({id, name, alt, caption, credit, width}) =>
			card({media: id, alt, caption, credit}, alt || caption || name, width));
		if (onwards) results.append(...cards);
		else results.replaceChildren(...cards);
		next = found?.next ?? '';
		more.hidden = next === '';
		told.textContent = found === null ? panel.say('pick_trouble') : panel.say('pick_empty');
		told.hidden = found !== null && results.childElementCount > 0;
		if (onwards) (cards[0]?.firstElementChild as HTMLElement | undefined)?.focus();
	};

	const figures = figuresOf(panel.form);
	dialog.append(make('div', {className: 'pick-head'}, make('h2', {id: title, textContent: panel.say('pick_title')}), close));
	if (figures.length > 0) dialog.append(make('h3', {textContent: panel.say('pick_text')}), make('ul', {className: 'pick-pictures'}, ...figures.map((choice) => card(choice, nameOf(choice)))));
	dialog.append(make('h3', {textContent: panel.say('pick_library')}), seek, told, results, more);
	seek.addEventListener('submit', (event) => {
		event.preventDefault();
		void load(false);
	});
	more.addEventListener('click', () => void load(true));
	close.addEventListener('click', () => dialog.close());
	document.body.append(dialog);
	dialog.showModal();
	void load(false);
	return new Promise((resolve) => {
		dialog.addEventListener('close', () => {
			dialog.remove();
			resolve(chosen);
		});
	});
}
