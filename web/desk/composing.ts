// Whether an input method is at work on this page.
let where: EventTarget | null = null;

const begun = (event: Event): void => void (where = event.target);
const ended = (): void => void (where = null);

addEventListener('compositionstart', begun, true);
addEventListener('compositionend', ended, true);
addEventListener('input', (event) => ((event as InputEvent).isComposing ? begun : ended)(event), true);

/** Its end is not told when what it writes in leaves the page: so that is looked at. */
export const composing = (): boolean => where instanceof Node && where.isConnected;
