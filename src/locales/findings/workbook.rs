//! What is wrong with the sheets of a workbook.

use super::Sentence;

pub(super) const SENTENCES: &[Sentence] = &[
    [
        "the sheet needs the columns \"list_name\" and \"name\"",
        "這張工作表需要「list_name」和「name」兩個欄位",
        "这张工作表需要“list_name”和“name”两个列",
    ],
    [
        "the sheet has no column \"type\"",
        "這張工作表沒有「type」欄位",
        "这张工作表没有“type”列",
    ],
    [
        "no column is in the default language \"{}\"",
        "沒有任何欄位使用預設語言「{}」",
        "没有任何列使用默认语言“{}”",
    ],
    [
        "the column \"{}\" is not known and not used",
        "不認識欄位「{}」，不使用",
        "不认识列“{}”，不使用",
    ],
    [
        "the column \"{}\" has no effect here",
        "欄位「{}」在這裡沒有作用",
        "列“{}”在这里没有作用",
    ],
    [
        "write \"{}\" with two colons",
        "請用兩個冒號寫成「{}」",
        "请用两个冒号写成“{}”",
    ],
    [
        "the columns \"{}\" and \"{}\" mean the same",
        "欄位「{}」和「{}」意思相同",
        "列“{}”和“{}”意思相同",
    ],
    [
        "the column \"{}\" stands twice, in {} and {}; the second is used",
        "欄位「{}」出現兩次，在 {} 和 {}；採用第二個",
        "列“{}”出现两次，在 {} 和 {}；采用第二个",
    ],
    [
        "the setting \"{}\" is not known and not used",
        "不認識設定「{}」，不使用",
        "不认识设置“{}”，不使用",
    ],
    [
        "\"{}\" belongs to the sheet \"settings\"",
        "「{}」應該寫在工作表「settings」",
        "“{}”应该写在工作表“settings”",
    ],
    [
        "\"{}\" can't be the name of a form",
        "「{}」不能做問卷的名稱",
        "“{}”不能做问卷的名称",
    ],
    [
        "\"{}\" is the name of the form itself; take another name",
        "「{}」是問卷本身的名稱，請換一個",
        "“{}”是问卷本身的名称，请换一个",
    ],
    [
        "the form has too many rows",
        "問卷的列數太多",
        "问卷的行数太多",
    ],
    [
        "the form has too many questions",
        "問卷的題目太多",
        "问卷的题目太多",
    ],
    [
        "a row without a type is not used",
        "沒有類型的列不使用",
        "没有类型的行不使用",
    ],
    [
        "this row has a name or a label but no type",
        "這一列有名稱或文字，卻沒有類型",
        "这一行有名称或文字，却没有类型",
    ],
    [
        "this row has no name; give it one in the column \"name\"",
        "這一列沒有名稱，請在欄位「name」填上",
        "这一行没有名称，请在列“name”填上",
    ],
    [
        "\"{}\" can't be a name: it starts with a letter or _ and goes on with letters, digits, - _ and .",
        "「{}」不能做名稱：要以字母或 _ 開頭，後面是字母、數字、- _ 和 .",
        "“{}”不能做名称：要以字母或 _ 开头，后面是字母、数字、- _ 和 .",
    ],
    [
        "\"meta\" is what a response calls its own facts; take another name",
        "「meta」留給記錄本身的資料使用，請換一個名稱",
        "“meta”留给记录本身的数据使用，请换一个名称",
    ],
    [
        "the name \"{}\" stands in row {} of this group too",
        "名稱「{}」在同一組的第 {} 列也出現了",
        "名称“{}”在同一组的第 {} 行也出现了",
    ],
    [
        "the name \"{}\" differs from that in row {} by capital letters alone, which some programs don't tell apart",
        "名稱「{}」和第 {} 列的只有大小寫不同，有些程式分不出來",
        "名称“{}”和第 {} 行的只有大小写不同，有些程序分不出来",
    ],
    [
        "the repeat in row {} is called \"{}\" too",
        "第 {} 列的重複組也叫「{}」",
        "第 {} 行的重复组也叫“{}”",
    ],
    [
        "\"{}\" has no label",
        "「{}」沒有題目文字",
        "“{}”没有题目文字",
    ],
    [
        "the repeat \"{}\" has no label",
        "重複組「{}」沒有標題",
        "重复组“{}”没有标题",
    ],
    [
        "\"{}\" has a guidance hint, which may be hidden, but neither label nor hint",
        "「{}」只有可能隱藏的補充說明，沒有題目文字，也沒有提示",
        "“{}”只有可能隐藏的补充说明，没有题目文字，也没有提示",
    ],
    [
        "a big-image goes with an image: fill in \"media::image\" too",
        "big-image 要配合圖片：請同時填「media::image」",
        "big-image 要配合图片：请同时填“media::image”",
    ],
    [
        "the type \"{}\" is not known{}",
        "不認識類型「{}」{}",
        "不认识类型“{}”{}",
    ],
    [
        "\"{}\" is not recorded here and stays empty",
        "「{}」在這裡不會記錄，保持空白",
        "“{}”在这里不会记录，保持空白",
    ],
    [
        "\"{}\" is asked as a text here",
        "「{}」在這裡當作文字題",
        "“{}”在这里当作文字题",
    ],
    [
        "groups are nested too deeply",
        "分組的層次太深",
        "分组的层次太深",
    ],
    [
        "this ends a {}, but none is open",
        "這裡結束一個 {}，但前面沒有開始",
        "这里结束一个 {}，但前面没有开始",
    ],
    [
        "this ends a {}, but \"{}\" from row {} is a {}",
        "這裡結束一個 {}，但「{}」（第 {} 列開始）是 {}",
        "这里结束一个 {}，但“{}”（第 {} 行开始）是 {}",
    ],
    [
        "the {} \"{}\" is begun here and never ended; add a row with the type \"end_{}\"",
        "{}「{}」從這裡開始，卻沒有結束；請加一列，類型寫「end_{}」",
        "{}“{}”从这里开始，却没有结束；请加一行，类型写“end_{}”",
    ],
    [
        "a calculate needs a text in the column \"calculation\"",
        "calculate 需要在欄位「calculation」填上算式",
        "calculate 需要在列“calculation”填上算式",
    ],
    [
        "a loop can't stand in a loop",
        "loop 裡不能再有 loop",
        "loop 里不能再有 loop",
    ],
    [
        "a loop needs a list: \"begin_loop over colours\"",
        "loop 需要一份清單，例如「begin_loop over colours」",
        "loop 需要一份列表，例如“begin_loop over colours”",
    ],
    [
        "a trigger is the name of a question, as ${name}",
        "trigger 是題目的名稱，寫成 ${name}",
        "trigger 是题目的名称，写成 ${name}",
    ],
    [
        "several triggers are separated by commas: ${a}, ${b}",
        "幾個 trigger 用逗號分開：${a}, ${b}",
        "几个 trigger 用逗号分开：${a}, ${b}",
    ],
    [
        "\"{}\" is a group, which has no answer to change",
        "「{}」是分組，沒有會改變的答案",
        "“{}”是分组，没有会改变的答案",
    ],
    [
        "\"{}\" is not asked, so no answer to it sets anything in motion",
        "「{}」不會問，所以沒有答案能觸發計算",
        "“{}”不会问，所以没有答案能触发计算",
    ],
    [
        "an audit is always called \"audit\": leave the name empty",
        "audit 固定叫「audit」：名稱請留空",
        "audit 固定叫“audit”：名称请留空",
    ],
    [
        "there is an audit already",
        "已經有一個 audit",
        "已经有一个 audit",
    ],
    [
        "sound is not recorded while a form is filled here; this stays empty",
        "這裡填寫問卷時不錄音，這一項保持空白",
        "这里填写问卷时不录音，这一项保持空白",
    ],
    [
        "a background-geopoint is taken, not calculated: leave this empty",
        "background-geopoint 是量得的，不是計算的：這裡請留空",
        "background-geopoint 是量得的，不是计算的：这里请留空",
    ],
    [
        "a background-geopoint needs a question in the column \"trigger\", as ${name}",
        "background-geopoint 需要在欄位「trigger」填一道題目，寫成 ${name}",
        "background-geopoint 需要在列“trigger”填一道题目，写成 ${name}",
    ],
];
