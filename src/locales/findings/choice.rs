//! What is wrong with choices, tables and parameters.

use super::Sentence;

pub(super) const SENTENCES: &[Sentence] = &[
    [
        "a row without a list name is not used",
        "沒有清單名稱的列不使用",
        "没有列表名称的行不使用",
    ],
    [
        "a choice of \"{}\" has no name",
        "清單「{}」有一個選項沒有名稱",
        "列表“{}”有一个选项没有名称",
    ],
    [
        "the choice \"{}\" has no label",
        "選項「{}」沒有文字",
        "选项“{}”没有文字",
    ],
    [
        "the name \"{}\" stands in row {} too; if that is meant, set \"allow_choice_duplicates\" to \"yes\" in the settings",
        "名稱「{}」在第 {} 列也出現了；如果是有意的，請在 settings 把「allow_choice_duplicates」設為「yes」",
        "名称“{}”在第 {} 行也出现了；如果是有意的，请在 settings 把“allow_choice_duplicates”设为“yes”",
    ],
    [
        "the name \"{}\" has a space, which no answer can hold",
        "名稱「{}」含有空格，答案裡不能有空格",
        "名称“{}”含有空格，答案里不能有空格",
    ],
    [
        "the name \"{}\" in the list \"{}\" has a space, and an answer separates names by spaces: take it out",
        "名稱「{}」（清單「{}」）含有空格，而答案用空格分開各項：請去掉空格",
        "名称“{}”（列表“{}”）含有空格，而答案用空格分开各项：请去掉空格",
    ],
    [
        "the type names no list of choices: write it behind the type, as in \"select_one colours\"",
        "類型後面沒有選項清單：請寫在類型後面，例如「select_one colours」",
        "类型后面没有选项列表：请写在类型后面，例如“select_one colours”",
    ],
    [
        "there is no list \"{}\" in the sheet \"choices\"{}",
        "清單「{}」不在工作表「choices」裡{}",
        "列表“{}”不在工作表“choices”里{}",
    ],
    [
        "there is no list \"{}\" in the sheet \"{}\"{}",
        "清單「{}」不在工作表「{}」裡{}",
        "列表“{}”不在工作表“{}”里{}",
    ],
    [
        "there is no list \"{}\" in the sheet \"entities\"{}",
        "清單「{}」不在工作表「entities」裡{}",
        "列表“{}”不在工作表“entities”里{}",
    ],
    [
        "or_other does not go together with a choice filter",
        "or_other 不能和 choice_filter 一起用",
        "or_other 不能和 choice_filter 一起用",
    ],
    [
        "a table-list does not go together with a choice filter",
        "table-list 不能和 choice_filter 一起用",
        "table-list 不能和 choice_filter 一起用",
    ],
    [
        "the questions of a table-list share one list, here \"{}\", not \"{}\"",
        "table-list 的題目共用一份清單，這裡是「{}」，不是「{}」",
        "table-list 的题目共用一份列表，这里是“{}”，不是“{}”",
    ],
    [
        "choices come from answers in a repeat, and \"{}\" stands in none: its one answer is the only choice",
        "選項來自重複組裡的答案，但「{}」不在重複組裡：只有它自己的答案可選",
        "选项来自重复组里的答案，但“{}”不在重复组里：只有它自己的答案可选",
    ],
    [
        "search() does not go together with choices from a file",
        "search() 不能和檔案裡的選項一起用",
        "search() 不能和文件里的选项一起用",
    ],
    [
        "search() begins with the name of a table: search('villages')",
        "search() 的第一項是表格名稱：search('villages')",
        "search() 的第一项是表格名称：search('villages')",
    ],
    [
        "search() needs the name of a table, and choices that name columns",
        "search() 需要表格名稱，以及寫明欄位的選項",
        "search() 需要表格名称，以及写明列的选项",
    ],
    [
        "the list \"{}\" names columns for search(), and another question offers it as it is: use two lists",
        "清單「{}」給 search() 寫了欄位，另一題卻直接用它：請分成兩份清單",
        "列表“{}”给 search() 写了列，另一题却直接用它：请分成两份列表",
    ],
    [
        "\"{}\" is no name of a .csv, .xml or .geojson file",
        "「{}」不是 .csv、.xml 或 .geojson 檔案的名稱",
        "“{}”不是 .csv、.xml 或 .geojson 文件的名称",
    ],
    [
        "this row has no name; the name of the file belongs there",
        "這一列沒有名稱，那裡要填檔案名稱",
        "这一行没有名称，那里要填文件名称",
    ],
    [
        "\"{}\" can't be the name of a table",
        "「{}」不能做表格的名稱",
        "“{}”不能做表格的名称",
    ],
    [
        "the file {} is already named in the form",
        "問卷裡已經寫了檔案 {}",
        "问卷里已经写了文件 {}",
    ],
    [
        "\"{}\" is the name of a list of choices and of the file {}: change one of them",
        "「{}」既是選項清單、又是檔案 {} 的名稱：請改其中一個",
        "“{}”既是选项列表、又是文件 {} 的名称：请改其中一个",
    ],
    [
        "\"{}\" stands for {} already and can't stand for {} too",
        "「{}」已經代表 {}，不能再代表 {}",
        "“{}”已经代表 {}，不能再代表 {}",
    ],
    [
        "\"{}\" is none of: a list of choices, a list of entities, an attached file without its ending, a repeat as ${name}",
        "「{}」不是以下任何一種：選項清單、實體清單、附檔（不寫副檔名）、寫成 ${name} 的重複組",
        "“{}”不是以下任何一种：选项列表、实体列表、附件（不写扩展名）、写成 ${name} 的重复组",
    ],
    [
        "\"{}\" is not of the form name=value name=value",
        "「{}」不是「名稱=值 名稱=值」的寫法",
        "“{}”不是“名称=值 名称=值”的写法",
    ],
    [
        "\"{}\" is no parameter of this type, which takes {}{}",
        "「{}」不是這個類型的參數，可用的是 {}{}",
        "“{}”不是这个类型的参数，可用的是 {}{}",
    ],
    [
        "{} is {}, not \"{}\"",
        "{} 應該是{}，不能是「{}」",
        "{} 应该是{}，不能是“{}”",
    ],
    ["a whole number", "整數", "整数"],
    ["a number of metres", "公尺數", "米数"],
    ["true or false", "true 或 false", "true 或 false"],
    ["\"true\" or is left out", "「true」或不寫", "“true”或不写"],
    [
        "voice-only, low or normal",
        "voice-only、low 或 normal",
        "voice-only、low 或 normal",
    ],
    [
        "voice-only, low, normal or external",
        "voice-only、low、normal 或 external",
        "voice-only、low、normal 或 external",
    ],
    [
        "no-power, low-power, balanced or high-accuracy",
        "no-power、low-power、balanced 或 high-accuracy",
        "no-power、low-power、balanced 或 high-accuracy",
    ],
    [
        "a number or a question in braces",
        "數字，或以大括號寫出的題目",
        "数字，或以大括号写出的题目",
    ],
    [
        "a seed has a meaning only with randomize=true",
        "seed 只有配合 randomize=true 才有意義",
        "seed 只有配合 randomize=true 才有意义",
    ],
    [
        "a whole number of seconds from 0",
        "0 或以上的整數秒",
        "0 或以上的整数秒",
    ],
    [
        "the name of a column, of letters, digits, - _ and .",
        "欄位名稱（字母、數字、- _ 和 .）",
        "列名称（字母、数字、- _ 和 .）",
    ],
    [
        "the name of an Android app, such as org.example.camera",
        "Android 應用程式的名稱，例如 org.example.camera",
        "Android 应用的名称，例如 org.example.camera",
    ],
    [
        "location-priority, location-min-interval and location-max-age go together: give all three",
        "location-priority、location-min-interval、location-max-age 要一起寫：三個都請填上",
        "location-priority、location-min-interval、location-max-age 要一起写：三个都请填上",
    ],
    [
        "location-max-age is at least location-min-interval",
        "location-max-age 不能小於 location-min-interval",
        "location-max-age 不能小于 location-min-interval",
    ],
    [
        "{} does not go together with the appearance \"{}\"",
        "{} 不能和外觀「{}」一起用",
        "{} 不能和外观“{}”一起用",
    ],
    [
        "{} is a number, not \"{}\"",
        "{} 是數字，不能是「{}」",
        "{} 是数字，不能是“{}”",
    ],
    ["{} can't be 0", "{} 不能是 0", "{} 不能是 0"],
    [
        "{} is larger than the way from start to end",
        "{} 大於 start 到 end 的距離",
        "{} 大于 start 到 end 的距离",
    ],
    [
        "tick_interval is a multiple of step",
        "tick_interval 要是 step 的倍數",
        "tick_interval 要是 step 的倍数",
    ],
    [
        "placeholder is start and a multiple of step",
        "placeholder 要是 start 加上 step 的倍數",
        "placeholder 要是 start 加上 step 的倍数",
    ],
    [
        "placeholder lies between start and end",
        "placeholder 要在 start 和 end 之間",
        "placeholder 要在 start 和 end 之间",
    ],
    [
        "each name in the list \"{}\" is a number, not \"{}\"",
        "清單「{}」裡的名稱都要是數字，不能是「{}」",
        "列表“{}”里的名称都要是数字，不能是“{}”",
    ],
    [
        "\"{}\" in the list \"{}\" lies outside the range",
        "「{}」（清單「{}」）超出範圍",
        "“{}”（列表“{}”）超出范围",
    ],
    [
        "\"{}\" in the list \"{}\" is between two ticks",
        "「{}」（清單「{}」）落在兩個刻度之間",
        "“{}”（列表“{}”）落在两个刻度之间",
    ],
    [
        "the list \"{}\" has two labels for one tick",
        "清單「{}」給同一個刻度寫了兩個文字",
        "列表“{}”给同一个刻度写了两个文字",
    ],
    [
        "without ticks, the list \"{}\" labels the start and the end, nothing else",
        "沒有刻度時，清單「{}」只能給起點和終點加文字",
        "没有刻度时，列表“{}”只能给起点和终点加文字",
    ],
];
