// The behaviour of the media library's pages; all of it works without.
import {blockOf, sayer} from '../common/words';
import {focal} from './focal';
import {late} from './late';
import {licence} from './licence';
import {Uploads} from './upload';

const say = sayer(blockOf('library-words'));
const form = document.querySelector<HTMLFormElement>('form#upload');
if (form) new Uploads(form, say);
focal(document, say);
licence(document);
late(document, say);
document.getElementById('summary')?.focus();
