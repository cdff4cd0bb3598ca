// What stands beside the text: the form's own fields, made handier.  They stay what is sent, kept
// and put back; without this script they are a plain form.
import {Panel} from './panel-base';
import {bylines} from './panel-bylines';
import {checks} from './panel-check';
import {counters, slug, source} from './panel-fields';
import {lead} from './panel-lead';
import {share} from './panel-share';
import {Sheet} from './panel-sheet';
import {topics} from './panel-topics';

export function beginPanel(form: HTMLFormElement): void {
	const parts = document.getElementById('parts');
	if (!parts || !document.getElementById('panel-words')) return;
	const panel = new Panel(form);
	counters(panel);
	topics(panel);
	bylines(panel);
	source(panel);
	slug(panel);
	share(panel);
	lead(panel);
	const sheet = new Sheet(panel, parts);
	parts.querySelector('.part')?.before(checks(panel, (name) => sheet.goTo(name), (missing) => sheet.count(missing)));
	// A link of the error summary finds its field in a closed part, or in the sheet.
	document.getElementById('faults')?.addEventListener('click', (event) => {
		const name = event.target instanceof HTMLAnchorElement ? event.target.hash.slice(1) : '';
		if (name === '') return;
		event.preventDefault();
		sheet.goTo(name);
	});
}
