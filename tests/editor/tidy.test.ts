// "Tidy", on text and on documents.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { history, undo } from 'prosemirror-history';
import { EditorState } from 'prosemirror-state';
import { read, schema } from '../../web/editor/schema';
import { fromText } from '../../web/editor/text';
import { search } from '../../web/editor/find';
import { tidyPasses, tidyText } from '../../web/editor/tidy';
import { tidyPlugin, tidyTransaction } from '../../web/editor/tidying';

const cases: [string, string][] = [
	['　　潮城今天晴', '潮城今天晴'],
	['潮城今天晴,风力3.5级.', '潮城今天晴，风力3.5级。'],
	['他说:"来了!"', '他说：“来了！”'],
	['他在 2026 年用 iPhone 拍了 3 张', '他在2026年用iPhone拍了3张'],
	['全市 (含东门) 停水', '全市（含东门）停水'],
	['水利局(WRB)说', '水利局（WRB）说'],
	['２０２６年ＧＤＰ', '2026年GDP'],
	['等一等...', '等一等……'],
	['等一等。。。走了', '等一等……走了'],
	['东门--西门', '东门——西门'],
	['潮 城 晚 报', '潮城晚报'],
	['第一, 第二; 第三', '第一，第二；第三'],
	['真的?不!', '真的？不！'],
	['看 https://example.org/a,b?c=d 一下 , 对', '看 https://example.org/a,b?c=d 一下，对'],
	['写信到 jin@example.org ,好', '写信到 jin@example.org ,好'],
	['时间是10:30,地点3.2公里', '时间是10:30,地点3.2公里'],
	['Only Latin, as it is: "x" (y)...', 'Only Latin, as it is: "x" (y)...'],
	['', ''],
	['已经整齐，“好”（对）……', '已经整齐，“好”（对）……'],
];

describe('tidy', () => {
	for (const [from, to] of cases) it(`${from} → ${to}`, () => assert.equal(tidyText(from), to));
	it('twice changes nothing more', () => {
		for (const [from] of cases) assert.equal(tidyText(tidyText(from)), tidyText(from));
	});

	const state = (doc = fromText('　　潮城晴, 好\n\nLatin, only\n\n他说 "来"')) =>
		EditorState.create({ doc, plugins: [history(), tidyPlugin()] });
	it('is one step that undo takes back', () => {
		let now = EditorState.create({
			doc: read('{"schema":1,"doc":{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"　　潮城"},{"type":"text","text":"晴,","marks":[{"type":"strong"}]},{"type":"footnote","attrs":{"text":"x"}},{"type":"text","text":" 好"}]}]}}'),
			plugins: [history(), tidyPlugin()],
		});
		const before = now.doc;
		const { tr, n } = tidyTransaction({ state: now }, tidyPasses);
		now = now.apply(tr);
		assert.equal(n, 2);
		assert.equal(now.doc.textBetween(0, now.doc.content.size, '\n', '※'), '潮城晴，※ 好');
		assert.ok(schema.marks.strong.isInSet(now.doc.resolve(4).marks()), 'the mark that was changed keeps its form');
		assert.equal((tidyPlugin().props, now.plugins[1].getState(now).find().length), 2, 'both places are marked');
		assert.ok(undo(now, (back) => (now = now.apply(back))));
		assert.ok(now.doc.eq(before));
	});
	it('leaves a document without Han alone', () => {
		assert.equal(tidyTransaction({ state: state(fromText('Latin, only ...')) }, tidyPasses).n, 0);
	});
});

describe('find', () => {
	const doc = read('{"schema":1,"doc":{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"Tide "},{"type":"text","text":"and","marks":[{"type":"em"}]},{"type":"text","text":" TIDE (x)"}]},{"type":"paragraph","content":[{"type":"text","text":"潮tide"}]}]}}');
	const places = (text: string, exact = false) =>
		search({ doc }, { text, exact }).map(({ from, to }) => doc.textBetween(from, to));
	it('finds over marks, with and without case, and takes no sign for a pattern', () => {
		assert.deepEqual(places('tide'), ['Tide', 'TIDE', 'tide']);
		assert.deepEqual(places('tide', true), ['tide']);
		assert.deepEqual(places('e and t'), ['e and T']);
		assert.deepEqual(places('(x)'), ['(x)']);
		assert.deepEqual(places('.'), []);
		assert.deepEqual(places(''), []);
	});
	it('finds letters however their parts are written, and nothing that is a part of one', () => {
		const [cafe, apart] = ['caf\u00e9', 'cafe\u0301'];
		const [han, jamo] = ['\ud55c\uae00', '\u1112\u1161\u11ab\u1100\u1173\u11af'];
		const text = `The ${cafe}, the ${apart}. ${han} ${jamo} \uac00\u11a8 潮\u{20000} x\u0302 end`;
		const found = (wanted: string, exact = false) =>
			search({ doc: fromText(text) }, { text: wanted, exact }).map(({ from, to }) => fromText(text).textBetween(from, to));
		for (const wanted of [cafe, apart]) assert.deepEqual(found(wanted), [cafe, apart]);
		for (const wanted of [cafe.toUpperCase(), apart.toUpperCase()]) {
			assert.deepEqual(found(wanted), [cafe, apart]);
			assert.deepEqual(found(wanted, true), []);
		}
		for (const wanted of [han, jamo]) assert.deepEqual(found(wanted), [han, jamo]);
		assert.deepEqual(found('\uac01'), ['\uac00\u11a8']);
		assert.deepEqual(found('\u1112'), []);
		assert.deepEqual(found('cafe'), []);
		// What comes after stays in its place; what has no sign of its own is found as it is written.
		assert.deepEqual(found('end'), ['end']);
		assert.deepEqual(found('潮\u{20000} x'), ['潮\u{20000} x']);
	});
});
