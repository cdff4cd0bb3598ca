// What is missing for a submission: the rules of the database (core.missing), told while one writes.
import {make} from '../common/dom';
import {fetched, settled, type Panel} from './panel-base';
import {figuresOf} from './panel-pick';

const LOOK_AFTER = 200;
const PICTURES_AFTER = 600;
const LOOK_AGAIN = 3000;
// What counts as a word for the server.
const WORD = /[\p{L}\p{N}]/u;

interface Rule {
	name: string; // of the words, and of the field unless there is another
	field?: string;
	media?: number; // of a picture, in place of a field
	text?: string; // said in place of the name's words
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
];
const better: Rule[] = [filled('summary'), filled('topics'), filled('lead_media'), {...filled('lead_alt'), applies: hasLead}];

/** What the desk says of a picture in an article: templates/desk/form.html has the same words. */
interface Warning {
	id: number;
	kind: 'failed' | 'pending' | 'ended' | 'shown' | 'ending';
	name: string;
	text: string;
}

/** Asks for what is to be said of the pictures of the text as it stands, and calls ${told} with it, and with whether there are any. */
function watch(panel: Panel, told: (known: Warning[] | null, any: boolean) => void): void {
	let asked = '';
	let timer = 0;
	const look = async () => {
		clearTimeout(timer);
		const figures = figuresOf(panel.form);
		const lead = Number(panel.value('lead_media'));
		if (lead > 0) figures.push({media: lead, caption: panel.value('lead_caption'), alt: panel.value('lead_alt')});
		const ids = (asked = figures.map(({media}) => media).join());
		const found = ids === '' ? [] : await fetched<Warning[]>(`/media/warnings?article=${panel.form.dataset.article}&ids=${ids}`);
		if (ids !== asked) return;
		for (const each of found ?? []) {
			const {caption, alt} = figures.find(({media}) => media === each.id)!;
			each.text = each.text.replace(each.name, () => caption || alt || each.name);
		}
		// Those of the version that is stored, where they are not in the text any more.
		for (const link of found ? document.querySelectorAll<HTMLAnchorElement>('.pictures-warned a') : [])
			link.parentElement!.hidden = !found!.some(({id}) => link.pathname === `/media/${id}`);
		told(found, ids !== '');
		if (!found || found.some(({kind}) => kind === 'pending')) timer = window.setTimeout(() => void look(), LOOK_AGAIN);
	};
	const soon = settled(PICTURES_AFTER, () => void look());
	for (const event of ['copydesk:change', 'copydesk:lead', 'input']) panel.form.addEventListener(event, soon);
	addEventListener('focus', soon);
	panel.onRestore(soon);
	void look();
}

/** The list, and ${counted} told how many are missing. */
export function checks(panel: Panel, goTo: (field: string) => void, counted: (missing: number) => void): HTMLElement {
	const count = make('span', {className: 'part-count'});
	const state = make('p', {className: 'checks-done', textContent: panel.say('checks_done')});
	const lists = [make('ul', {className: 'checks'}), make('ul', {className: 'checks'})] as const;
	const title = make('p', {className: 'part-note', textContent: panel.say('good')});
	const part = make('details', {className: 'part', id: 'part-check', open: true}, make('summary', {}, panel.say('checks'), ' ', count), state, lists[0], title, lists[1]);
	let last = '';
	let pictures: Rule[] = [];

	const item = (rule: Rule, done: boolean) => {
		const name = rule.field ?? rule.name;
		const link = make('a', {href: `#${name}`, textContent: rule.text ?? panel.say(rule.name)});
		link.addEventListener('click', (event) => {
			event.preventDefault();
			goTo(name);
			const figure = rule.media ? panel.form.querySelector<HTMLElement>(`#body img[src^="/media/${rule.media}/"]`) : null;
			figure?.click();
			figure?.scrollIntoView({block: 'center'});
		});
		return make('li', {className: done ? 'is-done' : ''},
			make('span', {className: 'check-sign', 'aria-hidden': 'true'}, done ? '✓' : '○'),
			link, make('span', {className: 'sr', textContent: ` ${panel.say(done ? 'there' : 'missing')}`}));
	};
	const look = () => {
		const seen = [[...needed, ...pictures], better].map((rules) => rules.filter((rule) => rule.applies?.(panel) ?? true).map((rule) => ({rule, done: rule.done(panel)})));
		const mark = JSON.stringify(seen.map((rules) => rules.map(({rule, done}) => `${rule.text ?? rule.name}${done}`)));
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
	watch(panel, (known, any) => {
		const lead = Number(panel.value('lead_media'));
		pictures = (known ?? []).filter(({kind}) => /^(failed|pending|ended)$/.test(kind)).map(({id, text}) => (
			{name: 'pictures', field: id === lead ? 'lead_media' : 'body', media: id === lead ? 0 : id, text, done: () => false}));
		if (any && pictures.length === 0) pictures = [{name: 'pictures', field: 'lead_media', done: () => known !== null}];
		look();
	});
	look();
	return part;
}
