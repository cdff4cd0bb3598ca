// Choosing a picture: from the library, by words, credit and date, or from one's own device.
import { button, make } from './dom';
import { say } from './lang';
import { fileOf, search, type Media } from './media';
import { PICTURES, pickFiles } from './pick';
import type { Upload } from './upload';

const TYPED_MS = 300;

function control(name: string, label: string, type: string) {
	const input = make('input', { id: `library-${name}`, type, autocomplete: 'off' }) as HTMLInputElement;
	const words = make('label', { for: input.id }, label);
	return { input, box: make('div', { class: `library-${type}` }, ...(type === 'checkbox' ? [input, words] : [words, input])) };
}

class Library {
	private words = control('q', say('librarySearch'), 'search');
	private credit = control('credit', say('credit'), 'text');
	private from = control('from', say('libraryFrom'), 'date');
	private to = control('to', say('libraryTo'), 'date');
	private mine = control('mine', say('libraryMine'), 'checkbox');
	private list = make('ul', { class: 'library-list' });
	private status = make('p', { class: 'library-status', role: 'status' });
	private more = button(say('libraryMore'), () => void this.load(this.next), { class: 'button', hidden: '' });
	private dialog: HTMLDialogElement;
	private next = '';
	private timer = 0;
	private asked = new AbortController();
	private chosen: Media | null = null;

	constructor(
		title: string,
		private uploads?: typeof Upload,
	) {
		const own = uploads ? [button(say('libraryDevice'), () => void this.upload(), { class: 'button' })] : [];
		const cancel = button(say('cancel'), () => this.dialog.close(), { class: 'button' });
		const filters = make('div', { class: 'library-filters' }, ...[this.words, this.credit, this.from, this.to, this.mine].map((one) => one.box));
		this.dialog = make(
			'dialog',
			{ class: 'ask library', 'aria-labelledby': 'library-title' },
			make('h2', { id: 'library-title' }, title),
			filters,
			this.status,
			this.list,
			make('div', { class: 'ask-buttons' }, this.more, ...own, cancel),
		) as HTMLDialogElement;
		filters.addEventListener('input', (event) => {
			clearTimeout(this.timer);
			if (!(event as InputEvent).isComposing) this.timer = window.setTimeout(() => void this.load(''), TYPED_MS);
		});
		filters.addEventListener('compositionend', () => void this.load(''));
	}

	ask(): Promise<Media | null> {
		document.body.append(this.dialog);
		this.dialog.showModal();
		this.words.input.focus();
		void this.load('');
		return new Promise((resolve) =>
			this.dialog.addEventListener('close', () => {
				this.asked.abort();
				clearTimeout(this.timer);
				this.dialog.remove();
				resolve(this.chosen);
			}),
		);
	}

	/** Shows what fits, from the beginning or on from ${cursor}. */
	private async load(cursor: string) {
		clearTimeout(this.timer);
		this.asked.abort();
		this.asked = new AbortController();
		const { signal } = this.asked;
		const found = await search(
			{
				q: this.words.input.value.trim(),
				credit: this.credit.input.value.trim(),
				from: this.from.input.value,
				to: this.to.input.value,
				mine: this.mine.input.checked ? '1' : '',
				cursor,
			},
			signal,
		);
		if (signal.aborted) return;
		if (cursor === '') this.list.replaceChildren();
		const first = this.list.children.length;
		this.list.append(...(found?.items ?? []).map((media) => this.item(media)));
		this.next = found?.next ?? '';
		this.more.hidden = this.next === '';
		const shown = this.list.children.length;
		this.status.textContent = found === null ? say('libraryFailed') : shown === 0 ? say('libraryNone') : say('libraryShown', { n: shown });
		if (cursor !== '') this.list.children[first]?.querySelector('button')?.focus();
	}

	private item(media: Media): HTMLElement {
		const words = media.caption || media.alt || media.name;
		const choose = button('', () => this.choose(media), { class: 'library-item', 'data-media': String(media.id) });
		choose.append(
			make('img', { src: fileOf(media.id, '1x1-320.webp'), alt: '', loading: 'lazy', width: '160', height: '160' }),
			make('span', { class: 'library-words' }, words),
			...(media.credit ? [make('span', { class: 'library-credit' }, media.credit)] : []),
			...(media.state === 'failed' ? [make('span', { class: 'error' }, say('pictureBroken'))] : []),
		);
		if (media.state === 'failed') choose.disabled = true;
		return make('li', {}, choose);
	}

	private choose(media: Media) {
		this.chosen = media;
		this.dialog.close();
	}

	private async upload() {
		const [file] = await pickFiles({ accept: PICTURES });
		if (!file) return;
		const upload = new this.uploads!(file, (media) => {
			upload.element.remove();
			if (media) this.choose(media);
		});
		this.dialog.addEventListener('close', () => upload.cancel());
		this.status.after(upload.element);
		upload.start();
	}
}

/** Asks for a picture, with ${uploads} also of one's own device; null if none was chosen. */
export const choosePicture = (title: string, uploads?: typeof Upload) => new Library(title, uploads).ask();
