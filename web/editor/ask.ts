// A question in a dialog: a few fields, and what is wrong with an answer beside its field.
import { make } from './dom';
import { say } from './lang';

export interface Question {
	name: string;
	label: string;
	value: string;
	type?: 'text' | 'date' | 'url';
	long?: boolean;
	/** What is wrong with the answer; empty if nothing. */
	check: (answer: string) => string;
}

export type Answers = Record<string, string>;

function field(question: Question) {
	const id = `ask-for-${question.name}`;
	const control = make(question.long ? 'textarea' : 'input', {
		id,
		autocomplete: 'off',
		...(question.long ? { rows: '3' } : { type: 'text' }),
		...(question.type === 'url' ? { inputmode: 'url' } : {}),
	}) as HTMLInputElement | HTMLTextAreaElement;
	control.value = question.value;
	const error = make('p', { class: 'error', id: `${id}-error`, hidden: '' });
	return { question, control, error, box: make('div', { class: 'field' }, make('label', { for: id }, question.label), error, control) };
}

/** Asks; resolves with the answers, with 'remove' if that is offered and chosen, or null if it was closed. */
export function ask(title: string, questions: Question[], removable = false): Promise<Answers | 'remove' | null> {
	const fields = questions.map(field);
	const button = (value: string, words: string, primary = false) =>
		make('button', { class: primary ? 'button primary' : 'button', value, ...(value === 'ok' ? {} : { formnovalidate: '' }) }, words);
	const form = make(
		'form',
		{ method: 'dialog' },
		make('h2', { id: 'ask-title' }, title),
		...fields.map((f) => f.box),
		make(
			'div',
			{ class: 'ask-buttons' },
			button('ok', say('ok'), true),
			...(removable ? [button('remove', say('remove'))] : []),
			button('cancel', say('cancel')),
		),
	);
	const dialog = make('dialog', { class: 'ask', 'aria-labelledby': 'ask-title' }, form) as HTMLDialogElement;
	form.addEventListener('submit', (event) => {
		if (((event as SubmitEvent).submitter as HTMLButtonElement | null)?.value !== 'ok') return;
		const wrong = fields.filter((f) => {
			const fault = f.question.check(f.control.value.trim());
			f.error.textContent = fault;
			f.error.hidden = fault === '';
			f.box.classList.toggle('wrong', fault !== '');
			f.control.setAttribute('aria-invalid', String(fault !== ''));
			if (fault) f.control.setAttribute('aria-describedby', f.error.id);
			else f.control.removeAttribute('aria-describedby');
			return fault !== '';
		});
		if (wrong.length === 0) return;
		event.preventDefault();
		wrong[0].control.focus();
	});
	document.body.append(dialog);
	return new Promise((resolve) => {
		dialog.addEventListener('close', () => {
			const answer = dialog.returnValue;
			dialog.remove();
			if (answer === 'remove') resolve('remove');
			else if (answer !== 'ok') resolve(null);
			else resolve(Object.fromEntries(fields.map((f) => [f.question.name, f.control.value.trim()])));
		});
		dialog.showModal();
		fields[0].control.focus();
		fields[0].control.select();
	});
}
