// The behaviour of the media library's pages; all of it works without.
import {focal} from './focal';
import {late} from './late';
import {licence} from './licence';
import {Uploads} from './upload';
import {pageWords} from './words';

const say = pageWords(document);
const form = document.querySelector<HTMLFormElement>('form#upload');
if (form) new Uploads(form, say);
focal(document, say);
licence(document);
late(document, say);
document.getElementById('summary')?.focus();
