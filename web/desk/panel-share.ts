// How the article will look as a search result and as a shared link.
import {make} from '../common/dom';
import {settled, type Panel} from './panel-base';

// Where search engines and messengers cut.
const DESCRIPTION_MAX = 90;
const SHOW_AFTER = 150;

const cut = (text: string, max: number) => ([...text].length > max ? `${[...text].slice(0, max).join('')}…` : text);

/** The first words of the text, as it stands in the editor or the plain field. */
function beginning(form: HTMLFormElement): string {
	const body = form.querySelector<HTMLElement>('#body');
	const text = body instanceof HTMLTextAreaElement ? body.value : [...(body?.querySelectorAll('p') ?? [])].slice(0, 3).map((p) => p.textContent ?? '').join(' ');
	return text.replace(/\s+/g, ' ').trim();
}

export function share(panel: Panel): void {
	const host = panel.data.site.replace(/^https?:\/\//, '').replace(/\/$/, '');
	const part = document.getElementById('part-share');
	const text = {
		where: make('p', {className: 'result-where'}),
		title: make('p', {className: 'result-title'}),
		words: make('p', {className: 'result-words'}),
		cardTitle: make('p', {className: 'card-title'}),
		cardWords: make('p', {className: 'card-words'}),
	};
	const picture = make('img', {alt: '', className: 'card-picture', hidden: true});
	const box = (word: string, className: string, ...children: Node[]) => make('figure', {className: 'shown'}, make('figcaption', {textContent: panel.say(word)}), make('div', {className}, ...children));
	part?.append(
		box('share_search', 'result', text.where, text.title, text.words),
		box('share_card', 'card', picture, make('div', {className: 'card-text'}, text.cardTitle, text.cardWords, make('p', {className: 'card-host', textContent: host}))),
	);

	const show = () => {
		const headline = panel.value('headline') || panel.say('share_headline');
		const summary = panel.value('summary') || panel.value('subhead') || beginning(panel.form);
		const words = cut(summary, DESCRIPTION_MAX) || panel.say('share_summary');
		const lang = panel.value('lang') === 'en' ? 'en' : 'zh-Hans';
		for (const each of Object.values(text)) each.lang = lang;
		text.where.textContent = `${host}/a/${panel.form.dataset.article || '…'}/${panel.value('slug') || panel.form.dataset.slug || '…'}`;
		text.title.textContent = `${headline} - ${panel.data.newsroom}`;
		text.words.textContent = words;
		text.cardTitle.textContent = panel.value('social_title') || headline;
		text.cardWords.textContent = words;
	};
	const soon = settled(SHOW_AFTER, show);
	for (const event of ['input', 'change', 'copydesk:change', 'copydesk:slug']) panel.form.addEventListener(event, soon);
	panel.onRestore(soon);
	panel.form.addEventListener('copydesk:lead', (event) => {
		const address = (event as CustomEvent<string>).detail;
		picture.hidden = address === '';
		if (address !== '') picture.src = address;
	});
	show();
}
