// The session is over: sign in beside the form, which stays as it is.
import type {Say} from '../common/words';

function element<K extends keyof HTMLElementTagNameMap>(name: K, text: string, more: Partial<HTMLElementTagNameMap[K]> = {}) {
	const made = document.createElement(name);
	made.textContent = text;
	return Object.assign(made, more);
}

export class SessionDialog {
	private readonly dialog = document.createElement('dialog');
	private readonly problem: HTMLElement;
	private again: (() => Promise<boolean>) | null = null;

	constructor(say: Say) {
		const title = element('h2', say('session_title'), {id: 'session-title'});
		const open = element('a', say('session_open'), {href: '/login', target: '_blank', rel: 'noopener', className: 'button primary'});
		const retry = element('button', say('session_retry'), {type: 'button', className: 'button'});
		const later = element('button', say('session_later'), {type: 'button', className: 'quiet'});
		const buttons = document.createElement('div');
		this.problem = element('p', '', {className: 'error'});
		this.problem.setAttribute('role', 'alert');
		this.dialog.className = 'session';
		this.dialog.setAttribute('aria-labelledby', 'session-title');
		buttons.className = 'buttons';
		buttons.append(open, retry, later);
		this.dialog.append(title, element('p', say('session_text')), this.problem, buttons);
		document.body.append(this.dialog);
		later.addEventListener('click', () => this.dialog.close());
		retry.addEventListener('click', () => {
			void this.again?.().then((well) => {
				if (well) this.dialog.close();
				else this.problem.textContent = say('session_still');
			});
		});
	}

	/** Shows it once, until ${again} says that all is well. */
	show(again: () => Promise<boolean>): void {
		this.again = again;
		this.problem.textContent = '';
		if (!this.dialog.open) this.dialog.showModal();
	}

	close(): void {
		if (this.dialog.open) this.dialog.close();
	}
}
