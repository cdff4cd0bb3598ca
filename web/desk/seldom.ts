// The tools that are seldom wanted (web/seldom) come in a script of their own.
import {late} from '../common/late';
import {button, make} from '../common/dom';
import {blockOf, sayer} from '../common/words';
import type {Media} from '../editor/media';
import type {Upload} from '../editor/upload';
import type {changes} from './changes';
import type {pick} from './panel-pick';
import type {remarksOf} from './remarks';

export interface Seldom {
	changes: typeof changes;
	pick: typeof pick;
	/** Begins the panel of comments, once. */
	remarksOf: typeof remarksOf;
	/** What to tidy in a paragraph, pass by pass. */
	tidyPasses(text: string): {from: number; to: number; text: string}[][];
	/** Asks for a picture of the library, or with ${uploads} of one's own device; null if none was chosen. */
	choosePicture(title: string, uploads?: typeof Upload): Promise<Media | null>;
	/** Shows the crosshair over the picture in ${box}; null if the desk cannot be asked where it is. */
	openFocal(box: HTMLElement, id: number, closed: () => void): Promise<{close(): void} | null>;
}

const say = (name: string) => sayer(blockOf('desk-words'))(name);
const tools = () => late<Seldom>(say('seldom_script'), 'copydeskSeldom');
const IDLE_MS = 1000;
let asked = 0;

/** Says that they did not come; true if they are to be tried again. */
function again(): Promise<boolean> {
	let wanted = false;
	const dialog = make('dialog', {className: 'ask', 'aria-labelledby': 'seldom-title'});
	const retry = button(say('seldom_again'), () => {
		wanted = true;
		dialog.close();
	}, 'button primary');
	dialog.append(make('h2', {id: 'seldom-title'}, say('seldom_title')), make('p', {}, say('seldom_text')),
		make('div', {className: 'ask-buttons'}, retry, button(say('seldom_cancel'), () => dialog.close())));
	document.body.append(dialog);
	dialog.showModal();
	return new Promise((resolve) => {
		dialog.addEventListener('close', () => {
			dialog.remove();
			resolve(wanted);
		});
	});
}

/** The tools; null if they did not come, which was said, or if another was asked for meanwhile. */
export async function seldom(): Promise<Seldom | null> {
	const turn = ++asked;
	for (;;) {
		const come = await tools().catch(() => null);
		if (turn !== asked) return null;
		if (come || !(await again())) return come;
	}
}

/** The tools, fetched once the page has nothing else to do: so nobody waits for them, also where there is no network by then. */
export function soon(): Promise<Seldom> {
	return new Promise((resolve, reject) => {
		const fetch = () => void tools().then(resolve, reject);
		// (Not every browser tells when it is idle.)
		const idle = () => void (typeof requestIdleCallback === 'function' ? requestIdleCallback(fetch, {timeout: IDLE_MS}) : setTimeout(fetch));
		if (document.readyState === 'complete') idle();
		else addEventListener('load', idle);
	});
}
