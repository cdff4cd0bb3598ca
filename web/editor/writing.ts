// The page where articles are written: its editor, then what keeps and sends the text, which comes also where the editor does not.
import { begin } from '../desk/main';
import { start } from './editor';

try {
	start();
} catch (error) {
	reportError(error);
}
begin();
