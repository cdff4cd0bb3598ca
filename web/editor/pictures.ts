// Pictures and Word files coming in: picked, dropped, pasted, from the phone's camera, from the library.
import { keymap } from 'prosemirror-keymap';
import { Plugin } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { seldom } from '../desk/seldom';
import type { Action } from './actions';
import type { Missing } from './clean_pictures';
import { make } from './dom';
import { toFields } from './figure';
import { enterFigure, figures, moveInHand } from './figures';
import { say } from './lang';
import type { Note } from './note';
import { PICTURES, pickFiles } from './pick';
import { addFiles, insertPicture, uploads } from './uploads';

async function pick(view: EditorView, camera: boolean) {
	addFiles(view, await pickFiles({ accept: PICTURES, several: !camera, camera }));
	view.focus();
}

async function fromLibrary(view: EditorView) {
	const media = await (await seldom())?.choosePicture(say('library'));
	view.focus();
	if (media) insertPicture(view, media);
}

/** What the toolbar and the slash menu offer. */
export const pictureActions = (): Action[] => [
	{ key: 'picture', also: 'image photo tupian zhaopian', run: (view) => void pick(view, false) },
	...(matchMedia('(pointer: coarse)').matches
		? [{ key: 'camera', also: 'camera paizhao', run: (view: EditorView) => void pick(view, true) } satisfies Action]
		: []),
	{ key: 'library', also: 'library tuku', run: (view) => void fromLibrary(view) },
];

const isPicture = (file: File) => file.type.startsWith('image/');
const isWord = (file: File) => /\.(docx?|wps|rtf)$/i.test(file.name);

/** A line about a picture that has to be added by hand: what it is called, where it is, after which words it stood. */
function missingLine({ alt, address, after }: Missing): Node {
	const line = make('span', {}, alt || say('missingOne'));
	if (address) line.append(' ', make('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, new URL(address).host));
	if (after) line.append(' ', say('missingAfter', { words: after }));
	return line;
}

export function missingLines(missing: Missing[]): Node[] {
	return missing.map((one) => {
		try {
			return missingLine(one);
		} catch {
			// What looks like an address and is none.
			return missingLine({ ...one, address: '' });
		}
	});
}

/** Takes in files; false if there is nothing in them that could be taken. */
function takeFiles(view: EditorView, files: File[], pos: number, note: Note, word: (file: File, pos: number) => void): boolean {
	const pictures = files.filter(isPicture);
	const documents = files.filter((file) => !isPicture(file) && isWord(file));
	if (pictures.length > 0) addFiles(view, pictures, pos);
	if (documents.length > 0) word(documents[0], pos);
	if (pictures.length + documents.length === 0) note.show(say('otherFiles'), files.map((file) => file.name), true);
	return pictures.length + documents.length > 0;
}

/** Words and pictures copied together come as markup, in which the pictures are. */
const hasWords = (html: string) => html.replace(/<style[\s\S]*?<\/style>/gi, '').replace(/<[^>]*>|&nbsp;|\s/g, '') !== '';

/** A file that misses the text by a little must not open in place of the page. */
function guardDrops() {
	addEventListener('dragover', (event) => {
		const { dataTransfer } = event;
		if (event.defaultPrevented || !dataTransfer?.types.includes('Files')) return;
		event.preventDefault();
		dataTransfer.dropEffect = 'none';
	});
}

/** The plugins for pictures; ${word} imports a Word file at a place. */
export function picturePlugins(note: Note, word: (file: File, pos: number) => void): Plugin[] {
	guardDrops();
	return [
		keymap({ Enter: enterFigure, Tab: toFields, 'Alt-ArrowUp': moveInHand(-1), 'Alt-ArrowDown': moveInHand(1) }),
		uploads(),
		figures(),
		new Plugin({
			props: {
				handlePaste(view, event) {
					const files = Array.from(event.clipboardData?.files ?? []);
					if (files.length === 0 || hasWords(event.clipboardData!.getData('text/html'))) return false;
					takeFiles(view, files, view.state.selection.to, note, word);
					return true;
				},
				handleDrop(view, event, _slice, moved) {
					const files = Array.from(event.dataTransfer?.files ?? []);
					if (moved || files.length === 0) return false;
					const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
					takeFiles(view, files, at?.pos ?? view.state.selection.to, note, word);
					// The browser would leave the page for a file that nobody took.
					event.preventDefault();
					return true;
				},
			},
		}),
	];
}
