// Topics as chips, over the field that is sent.
import {make} from '../common/dom';
import {fetched, type Panel} from './panel-base';

const SEPARATOR = /[,，、;；\n]/;
const LENGTH_MAX = 30;

function split(text: string): string[] {
	return [...new Set(text.split(SEPARATOR).map((topic) => topic.trim()).filter((topic) => topic !== ''))];
}

export function topics(panel: Panel): void {
	const area = panel.field('topics') as HTMLTextAreaElement;
	const list = make('ul', {className: 'chips', hidden: true});
	const input = make('input', {type: 'text', autocomplete: 'off', className: 'chip-input', list: 'topics-used', lang: area.lang});
	const add = make('button', {type: 'button', className: 'button', textContent: panel.say('topic_add')});
	const used = make('datalist', {id: 'topics-used'});
	const problem = make('p', {className: 'error', id: 'topics-problem', hidden: true, role: 'alert'});
	const hint = document.getElementById('topics-hint');
	let composing = false;
	let asked = false;

	// The label, and whoever links to the field, now finds the one that is typed in.
	area.id = 'topics-text';
	area.hidden = true;
	input.id = 'topics';
	input.setAttribute('aria-describedby', ['topics-error', 'topics-hint', 'topics-problem'].filter((id) => id === 'topics-problem' || document.getElementById(id)).join(' '));
	if (hint) hint.textContent = panel.say('topic_hint', panel.data.max);
	area.after(list, make('div', {className: 'chip-add'}, input, add), problem, used);

	const show = () => {
		const all = split(area.value);
		list.hidden = all.length === 0;
		list.replaceChildren(
			...all.map((topic) => {
				const remove = make('button', {type: 'button', className: 'chip-remove', 'aria-label': panel.say('topic_remove', topic), disabled: panel.locked}, '×');
				remove.addEventListener('click', () => drop(topic));
				return make('li', {className: 'chip', lang: area.lang}, make('span', {textContent: topic}), remove);
			}),
		);
		add.disabled = panel.locked;
		used.querySelectorAll('option').forEach((option) => (option.disabled = all.includes(option.value)));
	};
	const complain = (text: string) => {
		problem.textContent = text;
		problem.hidden = text === '';
		input.toggleAttribute('aria-invalid', text !== '');
		if (text !== '') input.setAttribute('aria-invalid', 'true');
	};
	const store = (all: string[]) => {
		panel.put('topics', all.map((topic) => `${topic}\n`).join(''));
		show();
	};
	const take = () => {
		const all = split(area.value);
		const fresh = split(input.value).filter((topic) => !all.includes(topic));
		complain('');
		if (panel.locked) return;
		if (fresh.some((topic) => [...topic].length > LENGTH_MAX)) return complain(panel.say('topic_long', LENGTH_MAX));
		if (all.length + fresh.length > panel.data.max) return complain(panel.say('topic_full', panel.data.max));
		input.value = '';
		if (fresh.length === 0) return;
		store([...all, ...fresh]);
		panel.speak(panel.say('topic_added', fresh.join(', ')));
	};
	const drop = (topic: string) => {
		store(split(area.value).filter((other) => other !== topic));
		complain('');
		panel.speak(panel.say('topic_removed', topic));
		input.focus();
	};

	input.addEventListener('compositionstart', () => (composing = true));
	input.addEventListener('compositionend', () => (composing = false));
	input.addEventListener('input', (event) => {
		if (composing || (event as InputEvent).isComposing) return;
		// What a list proposed is chosen as a whole.
		const chosen = !(event instanceof InputEvent) || event.inputType === 'insertReplacementText';
		if (chosen || SEPARATOR.test(input.value)) take();
	});
	input.addEventListener('keydown', (event) => {
		if (event.isComposing || composing) return;
		if (event.key === 'Enter') {
			event.preventDefault();
			take();
		} else if (event.key === 'Backspace' && !event.repeat && input.value === '' && !panel.locked) {
			// (A key that is held has emptied the field, and must not go on with the topics.)
			const last = split(area.value).pop();
			if (last !== undefined) drop(last);
		}
	});
	// What is typed and not yet added goes along when the form does.
	input.addEventListener('change', take);
	input.addEventListener('focus', () => {
		if (asked) return;
		asked = true;
		void fetched<{items: string[]}>('/topics').then((found) => {
			asked = found !== null;
			used.replaceChildren(...(found?.items ?? []).map((topic) => make('option', {value: topic})));
			show();
		});
	});
	add.addEventListener('click', () => {
		take();
		input.focus();
	});
	// What is typed and cannot be taken is sent all the same: the desk says what is wrong with it, and keeps it.
	const flush = () => {
		if (input.value.trim() === '' || panel.locked) return;
		area.value += `${input.value.trim()}\n`;
		input.value = '';
		show();
	};
	panel.form.addEventListener('submit', flush, {capture: true});
	panel.form.addEventListener('copydesk:saving', flush);
	area.addEventListener('input', show);
	panel.onRestore(show);
	show();
}
