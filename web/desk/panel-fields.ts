// The plain fields of the panel: how much is typed, the details of a reprint, the proposed slug.
import {make} from '../common/dom';
import {fetched, settled, type Panel} from './panel-base';

const PROPOSE_AFTER = 400;

/** How many characters a field has, beside those that it may have. */
export function counters(panel: Panel): void {
	for (const field of panel.form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('[data-max]')) {
		const max = Number(field.dataset.max);
		const hint = document.getElementById(`${field.name}-hint`);
		if (!hint) continue;
		const shown = make('span', {className: 'counter', 'aria-hidden': 'true'});
		const count = () => {
			const n = [...field.value.trim()].length;
			shown.textContent = panel.say('count', n, max);
			shown.hidden = n === 0;
			shown.classList.toggle('is-over', n > max);
		};
		hint.append(' ', shown);
		field.addEventListener('input', count);
		panel.onRestore(count);
		count();
	}
}

/** The fields of a reprint are there when it is one, or when they have words. */
export function source(panel: Panel): void {
	const details = panel.form.querySelector<HTMLDetailsElement>('details.reprint');
	if (!details) return;
	const follow = () => {
		const reprint = panel.value('source_kind') === 'reprint';
		const words = ['reprint_author', 'reprint_title', 'reprint_url'].some((name) => panel.value(name) !== '');
		details.hidden = !reprint && !words;
		if (reprint) details.open = true;
	};
	panel.form.addEventListener('change', (event) => {
		if ((event.target as HTMLInputElement).name === 'source_kind') follow();
	});
	panel.onRestore(follow);
	follow();
}

/** What the slug would be; the field itself is the writer's alone. */
export function slug(panel: Panel): void {
	const field = panel.field('slug') as HTMLInputElement;
	const text = make('span', {className: 'slug-text'});
	const use = make('button', {type: 'button', className: 'quiet', textContent: panel.say('slug_use')});
	const line = make('p', {className: 'slug-proposal', hidden: true}, text, ' ', use);
	let proposal = '';
	let asked = '';

	field.after(line);
	const show = () => {
		line.hidden = proposal === '' || field.value.trim() === proposal;
		text.textContent = panel.say('slug_from', proposal);
		use.disabled = panel.locked;
		if (field.value === '') field.placeholder = proposal;
	};
	const ask = async () => {
		const headline = panel.value('headline');
		if (headline === asked) return show();
		asked = headline;
		const found = headline === '' ? null : await fetched<{slug: string}>(`/slug?headline=${encodeURIComponent([...headline].slice(0, 200).join(''))}`);
		// A later headline may have been asked for meanwhile.
		if (asked !== headline) return;
		proposal = found?.slug ?? '';
		panel.form.dataset.slug = proposal;
		show();
		panel.form.dispatchEvent(new CustomEvent('copydesk:slug'));
	};
	const soon = settled(PROPOSE_AFTER, () => void ask());
	panel.field('headline').addEventListener('input', soon);
	panel.onRestore(soon);
	field.addEventListener('input', show);
	use.addEventListener('click', () => {
		panel.put('slug', proposal);
		field.focus();
	});
	void ask();
}
