// What is missing for a submission: the rules of the database (core.missing), told while one writes.
import {make} from '../common/dom';
import {settled, type Panel} from './panel-base';

const LOOK_AFTER = 200;
// What counts as a word for the server.
const WORD = /[\p{L}\p{N}]/u;

interface Rule {
	name: string; // of the words, and of the field unless there is another
	field?: string;
	applies?: (panel: Panel) => boolean;
	done: (panel: Panel) => boolean;
}

const filled = (name: string): Rule => ({name, done: (panel) => panel.value(name) !== ''});
const ofReprint = (name: string): Rule => ({...filled(name), applies: (panel) => panel.value('source_kind') === 'reprint'});
const hasLead = (panel: Panel) => panel.value('lead_media') !== '';

function bodyHasWords(panel: Panel): boolean {
	const body = panel.form.querySelector<HTMLElement>('#body');
	return WORD.test(body instanceof HTMLTextAreaElement ? body.value : (body?.textContent ?? ''));
}

const needed: Rule[] = [
	filled('headline'),
	{name: 'body', done: bodyHasWords},
	filled('channel'),
	{name: 'bylines', done: (panel) => WORD.test(panel.value('bylines'))},
	filled('source_name'),
	ofReprint('reprint_author'),
	ofReprint('reprint_title'),
	ofReprint('reprint_url'),
	ofReprint('responsible_editor'),
	{name: 'pictures', field: 'lead_media', applies: hasLead, done: (panel) => panel.form.dataset.lead === 'ready'},
];
const better: Rule[] = [filled('summary'), filled('topics'), filled('lead_media'), {...filled('lead_alt'), applies: hasLead}];

/** The list, and ${counted} told how many are missing. */
export function checks(panel: Panel, goTo: (field: string) => void, counted: (missing: number) => void): HTMLElement {
	const count = make('span', {className: 'part-count'});
	const state = make('p', {className: 'checks-done', textContent: panel.say('checks_done')});
	const lists = [make('ul', {className: 'checks'}), make('ul', {className: 'checks'})] as const;
	const title = make('p', {className: 'part-note', textContent: panel.say('good')});
	const part = make('details', {className: 'part', id: 'part-check', open: true}, make('summary', {}, panel.say('checks'), ' ', count), state, lists[0], title, lists[1]);
	let last = '';

	const item = (rule: Rule, done: boolean) => {
		const name = rule.field ?? rule.name;
		const link = make('a', {href: `#${name}`, textContent: panel.say(rule.name)});
		link.addEventListener('click', (event) => {
			event.preventDefault();
			goTo(name);
		});
		return make('li', {className: done ? 'is-done' : ''},
			make('span', {className: 'check-sign', 'aria-hidden': 'true'}, done ? '✓' : '○'),
			link, make('span', {className: 'sr', textContent: ` ${panel.say(done ? 'there' : 'missing')}`}));
	};
	const look = () => {
		const seen = [needed, better].map((rules) => rules.filter((rule) => rule.applies?.(panel) ?? true).map((rule) => ({rule, done: rule.done(panel)})));
		const mark = JSON.stringify(seen.map((rules) => rules.map(({rule, done}) => `${rule.name}${done}`)));
		if (mark === last) return;
		last = mark;
		const missing = seen[0]!.filter(({done}) => !done).length;
		// Who stands on a link of the list stays there.
		const held = part.contains(document.activeElement) ? document.activeElement?.getAttribute('href') : null;
		lists.forEach((list, i) => list.replaceChildren(...seen[i]!.map(({rule, done}) => item(rule, done))));
		if (held) part.querySelector<HTMLElement>(`a[href="${held}"]`)?.focus();
		count.textContent = missing > 0 ? panel.say('checks_todo', missing) : '';
		count.hidden = missing === 0;
		state.hidden = missing > 0;
		counted(missing);
	};
	const soon = settled(LOOK_AFTER, look);
	for (const event of ['input', 'change', 'copydesk:change', 'copydesk:lead']) panel.form.addEventListener(event, soon);
	panel.onRestore(soon);
	look();
	return part;
}
