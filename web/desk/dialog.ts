// The session is over: sign in beside the form, which stays as it is.
import {button, make} from '../common/dom';
import type {Say} from '../common/words';
import {composing} from './composing';

// How soon to look again whether an input method is done.
const LATER_MS = 200;

/** The way to sign in, which leaves this page as it is. */
export const signIn = (say: Say, className: string): HTMLElement => make('a', {href: '/login', target: '_blank', rel: 'noopener', className}, say('session_open'));

export class SessionDialog {
	private readonly problem = make('p', {className: 'error', role: 'alert'});
	private readonly dialog: HTMLDialogElement;
	private wanted = false;
	private later = false;

	/** ${again} looks at the session anew; false if there is none. */
	constructor(say: Say, again: () => Promise<boolean>) {
		const retry = button(say('session_retry'), () => {
			void again().then((well) => {
				if (!well) this.problem.textContent = say('session_still');
			});
		});
		const later = button(say('session_later'), () => this.dialog.close(), 'quiet');
		const buttons = make('div', {className: 'buttons'}, signIn(say, 'button primary'), retry, later);
		this.dialog = make('dialog', {className: 'session', 'aria-labelledby': 'session-title'},
			make('h2', {id: 'session-title'}, say('session_title')), make('p', {}, say('session_text')), this.problem, buttons);
		document.body.append(this.dialog);
		// By whatever way: who puts it off is not asked again.
		this.dialog.addEventListener('close', () => (this.later = this.wanted));
	}

	/** Shows it, unless it was put off; never under an input method. */
	show(): void {
		this.wanted = true;
		if (this.later || this.dialog.open) return;
		if (composing()) return void setTimeout(() => this.wanted && this.show(), LATER_MS);
		this.problem.textContent = '';
		this.dialog.showModal();
	}

	/** It matters more than when it was put off. */
	urge(): void {
		this.later = false;
	}

	close(): void {
		this.wanted = this.later = false;
		this.dialog.close();
	}
}
