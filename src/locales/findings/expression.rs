//! What is wrong with an expression or a reference.

use super::Sentence;

pub(super) const SENTENCES: &[Sentence] = &[
    [
        "the expression can't be read: {}{}",
        "這個算式無法讀取：{}{}",
        "这个算式无法读取：{}{}",
    ],
    [", at \"{}\"", "，在「{}」附近", "，在“{}”附近"],
    [
        "all expressions together are too much; the form is not read on",
        "所有算式加起來太多，問卷不再往下讀",
        "所有算式加起来太多，问卷不再往下读",
    ],
    ["the expression is too long", "算式太長", "算式太长"],
    ["the expression is empty", "算式是空的", "算式是空的"],
    [
        "the expression is nested too deeply",
        "算式的層次太深",
        "算式的层次太深",
    ],
    [
        "the expression ends too early",
        "算式還沒完就結束了",
        "算式还没完就结束了",
    ],
    [
        "a quoted text is not closed",
        "引號裡的文字沒有結束",
        "引号里的文字没有结束",
    ],
    ["${ is not closed by }", "${ 後面缺少 }", "${ 后面缺少 }"],
    [
        "a name must follow $",
        "$ 後面必須有名稱",
        "$ 后面必须有名称",
    ],
    [
        "\"{}\" has no place in an expression",
        "算式裡不能出現「{}」",
        "算式里不能出现“{}”",
    ],
    ["this is not a number", "這不是數字", "这不是数字"],
    [
        "did not expect {}",
        "這裡不應該出現 {}",
        "这里不应该出现 {}",
    ],
    ["the text \"{}\"", "文字「{}」", "文字“{}”"],
    ["the end", "結尾", "结尾"],
    [
        "expected \"{}\" but found {}",
        "這裡應該是「{}」，卻是 {}",
        "这里应该是“{}”，却是 {}",
    ],
    [
        "expected \",\" or \")\" but found {}",
        "這裡應該是「,」或「)」，卻是 {}",
        "这里应该是“,”或“)”，却是 {}",
    ],
    [
        "there are no variables such as ${} here",
        "這裡沒有 ${} 這樣的變數",
        "这里没有 ${} 这样的变量",
    ],
    [
        "there is no axis \"{}\"",
        "沒有「{}」這個軸",
        "没有“{}”这个轴",
    ],
    [
        "there is no function {}()",
        "沒有 {}() 這個函式",
        "没有 {}() 这个函数",
    ],
    [
        "there is no function {}(); it is written {}()",
        "沒有 {}() 這個函式，應該寫成 {}()",
        "没有 {}() 这个函数，应该写成 {}()",
    ],
    [
        "{}() takes {} arguments, not {}",
        "{}() 需要 {} 個引數，而不是 {} 個",
        "{}() 需要 {} 个参数，而不是 {} 个",
    ],
    ["at least {}", "至少 {}", "至少 {}"],
    ["{} to {}", "{} 至 {}", "{} 至 {}"],
    [
        "{}() is not available here and gives nothing",
        "{}() 在這裡不能用，結果是空白",
        "{}() 在这里不能用，结果是空白",
    ],
    [
        "the pattern \"{}\" can not be matched here; nothing is checked by it",
        "樣式「{}」在這裡無法比對，不會用它檢查",
        "样式“{}”在这里无法匹配，不会用它检查",
    ],
    [
        "${{}} is not known here and is empty",
        "這裡不認識 ${{}}，它是空白",
        "这里不认识 ${{}}，它是空白",
    ],
    [
        "this depends on itself: {}",
        "這裡的計算繞回自己：{}",
        "这里的计算绕回自己：{}",
    ],
    [
        "there is no question named \"{}\"",
        "沒有名為「{}」的題目",
        "没有名为“{}”的题目",
    ],
    [
        "there is no question named \"{}\"{}",
        "沒有名為「{}」的題目{}",
        "没有名为“{}”的题目{}",
    ],
    [
        "there is no question \"{}\" in \"{}\"; the path leads nowhere",
        "題目「{}」不在「{}」裡，這條路徑找不到東西",
        "题目“{}”不在“{}”里，这条路径找不到东西",
    ],
    [
        "there are several questions named \"{}\"",
        "有幾道題目都叫「{}」",
        "有几道题目都叫“{}”",
    ],
    [
        "; did you mean \"{}\"?",
        "；是不是「{}」？",
        "；是不是“{}”？",
    ],
    [
        "\"${{}\" is no reference: write ${name} with the name of a question",
        "「${{}」不是引用：請寫成 ${name}，填上題目的名稱",
        "“${{}”不是引用：请写成 ${name}，填上题目的名称",
    ],
    [
        "\"${{}\" is no reference: write ${name}",
        "「${{}」不是引用：請寫成 ${name}",
        "“${{}”不是引用：请写成 ${name}",
    ],
    [
        "write ${{}} without spaces, as other programs need it",
        "${{}} 裡不要有空格，別的程式才認得",
        "${{}} 里不要有空格，别的程序才认得",
    ],
];
