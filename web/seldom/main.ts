// Tools of the page where articles are written that are seldom wanted: loaded after the page, as /static/seldom.js.
import { changes } from '../desk/changes';
import { pick } from '../desk/panel-pick';
import { remarksOf } from '../desk/remarks';
import type { Seldom } from '../desk/seldom';
import { Focal } from '../editor/focal';
import { learn } from '../editor/lang';
import { choosePicture } from '../editor/library';
import { tidyPasses } from '../editor/tidy';
import { wordsOfPage } from '../editor/words_of_page';

declare global {
	interface Window {
		copydeskSeldom?: Seldom;
	}
}

learn(wordsOfPage(document));
window.copydeskSeldom = { changes, pick, remarksOf, tidyPasses, choosePicture, openFocal: (...asked) => Focal.open(...asked) };
