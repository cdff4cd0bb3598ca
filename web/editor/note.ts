// What a person should know after something came in: a few lines above the text that stay until they are closed.
import { button, make } from './dom';
import { say } from './lang';

export class Note {
	readonly element = make('section', { class: 'note', role: 'status', hidden: '' });

	/** Shows ${title} and ${lines}, in place of what was shown before. */
	show(title: string, lines: (string | Node)[] = [], wrong = false) {
		const close = button(say('close'), () => this.hide(), { class: 'button small' });
		this.element.classList.toggle('is-wrong', wrong);
		this.element.setAttribute('role', wrong ? 'alert' : 'status');
		this.element.replaceChildren(
			make('p', { class: 'note-title' }, title),
			...(lines.length > 0 ? [make('ul', {}, ...lines.map((line) => make('li', {}, line)))] : []),
			close,
		);
		this.element.hidden = false;
	}

	hide() {
		this.element.hidden = true;
		this.element.replaceChildren();
	}
}
