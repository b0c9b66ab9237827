//! What is wrong with a file.

use super::Sentence;

pub(super) const SENTENCES: &[Sentence] = &[
    ["the file is too large", "檔案太大", "文件太大"],
    [
        "the file is not UTF-8",
        "檔案不是 UTF-8 編碼",
        "文件不是 UTF-8 编码",
    ],
    ["the file is damaged", "檔案已損壞", "文件已损坏"],
    [
        "the file is damaged or cut off",
        "檔案已損壞或不完整",
        "文件已损坏或不完整",
    ],
    ["the file {} is too large", "檔案 {} 太大", "文件 {} 太大"],
    [
        "the file {} is not UTF-8",
        "檔案 {} 不是 UTF-8 編碼",
        "文件 {} 不是 UTF-8 编码",
    ],
    [
        "the file {} is of a kind that is not read here",
        "檔案 {} 的類型無法在這裡讀取",
        "文件 {} 的类型无法在这里读取",
    ],
    [
        "{} is no form: neither a workbook nor a text in UTF-8",
        "{} 不是問卷：既不是工作簿，也不是 UTF-8 文字",
        "{} 不是问卷：既不是工作簿，也不是 UTF-8 文字",
    ],
    ["{} is no workbook", "{} 不是工作簿", "{} 不是工作簿"],
    [
        "{} is an XForm, which has no tables to change",
        "{} 是 XForm，沒有可以修改的表格",
        "{} 是 XForm，没有可以修改的表格",
    ],
    [
        "the file holds no workbook",
        "檔案裡沒有工作簿",
        "文件里没有工作簿",
    ],
    [
        "the file is not a workbook (.xls)",
        "這個檔案不是工作簿（.xls）",
        "这个文件不是工作簿（.xls）",
    ],
    [
        "the file is not a workbook (.xlsx), or it is cut off",
        "這個檔案不是工作簿（.xlsx），或不完整",
        "这个文件不是工作簿（.xlsx），或不完整",
    ],
    [
        "this workbook is older than Excel 97; save it as .xlsx",
        "這份工作簿的格式早於 Excel 97，請另存為 .xlsx",
        "这份工作簿的格式早于 Excel 97，请另存为 .xlsx",
    ],
    [
        "the workbook is protected by a password",
        "工作簿設有密碼，請先取消密碼",
        "工作簿设有密码，请先取消密码",
    ],
    ["the workbook is empty", "工作簿是空的", "工作簿是空的"],
    [
        "the workbook is damaged: {}",
        "工作簿已損壞：{}",
        "工作簿已损坏：{}",
    ],
    [
        "the workbook is too large when unpacked",
        "工作簿解壓縮後太大",
        "工作簿解压缩后太大",
    ],
    [
        "the workbook holds a document type",
        "工作簿裡含有文件類型宣告，不予讀取",
        "工作簿里含有文档类型声明，不予读取",
    ],
    [
        "the workbook holds too many texts",
        "工作簿裡的文字太多",
        "工作簿里的文字太多",
    ],
    [
        "the workbook has no list of its sheets",
        "工作簿沒有工作表目錄",
        "工作簿没有工作表目录",
    ],
    [
        "the workbook has no sheet called \"survey\"",
        "工作簿沒有名為「survey」的工作表",
        "工作簿没有名为“survey”的工作表",
    ],
    [
        "the sheet {} is missing from the file",
        "檔案裡缺少工作表 {}",
        "文件里缺少工作表 {}",
    ],
    ["sheet {}: {}", "工作表 {}：{}", "工作表 {}：{}"],
    [
        "row {} has a text that is too long",
        "第 {} 列有一段文字太長",
        "第 {} 行有一段文字太长",
    ],
    ["there are too many cells", "儲存格太多", "单元格太多"],
    [
        "a sheet is damaged",
        "有一張工作表已損壞",
        "有一张工作表已损坏",
    ],
    ["a text is damaged", "有一段文字已損壞", "有一段文字已损坏"],
    ["the texts are damaged", "文字部分已損壞", "文字部分已损坏"],
    [
        "a cell is damaged",
        "有一個儲存格已損壞",
        "有一个单元格已损坏",
    ],
    [
        "a cell points to a text that is not there",
        "有一個儲存格指向不存在的文字",
        "有一个单元格指向不存在的文字",
    ],
    [
        "the part {} is not in UTF-8",
        "檔案內的 {} 不是 UTF-8 編碼",
        "文件内的 {} 不是 UTF-8 编码",
    ],
    ["the part {} is missing", "檔案內缺少 {}", "文件内缺少 {}"],
    [
        "the part {} is damaged",
        "檔案內的 {} 已損壞",
        "文件内的 {} 已损坏",
    ],
    [
        "the part {} is packed in a way that is not known",
        "檔案內的 {} 使用了不認識的壓縮方式",
        "文件内的 {} 使用了不认识的压缩方式",
    ],
    [
        "the file {} is not attached; it counts as empty",
        "沒有附上檔案 {}，按空白處理",
        "没有附上文件 {}，按空白处理",
    ],
    [
        "a GeoJSON file has to be a FeatureCollection",
        "GeoJSON 檔案必須是 FeatureCollection",
        "GeoJSON 文件必须是 FeatureCollection",
    ],
    [
        "there is more after the end of the JSON",
        "JSON 結尾之後還有內容",
        "JSON 结尾之后还有内容",
    ],
    [
        "the JSON is nested too deeply",
        "JSON 的層次太深",
        "JSON 的层次太深",
    ],
    [
        "the JSON ends too early",
        "JSON 還沒完就結束了",
        "JSON 还没完就结束了",
    ],
    [
        "a comma is missing in the JSON",
        "JSON 裡缺少逗號",
        "JSON 里缺少逗号",
    ],
    [
        "a name is missing in the JSON",
        "JSON 裡缺少名稱",
        "JSON 里缺少名称",
    ],
    [
        "a colon is missing in the JSON",
        "JSON 裡缺少冒號",
        "JSON 里缺少冒号",
    ],
    [
        "a text in the JSON does not end well",
        "JSON 裡有一段文字沒有正確結束",
        "JSON 里有一段文字没有正确结束",
    ],
    [
        "the JSON holds something that is no value",
        "JSON 裡有不是值的內容",
        "JSON 里有不是值的内容",
    ],
    ["the XML is too large", "XML 太大", "XML 太大"],
    [
        "the XML is not UTF-8",
        "XML 不是 UTF-8 編碼",
        "XML 不是 UTF-8 编码",
    ],
    ["the XML is damaged: {}", "XML 已損壞：{}", "XML 已损坏：{}"],
    [
        "the XML is nested too deeply",
        "XML 的層次太深",
        "XML 的层次太深",
    ],
    [
        "the XML ends too early",
        "XML 還沒完就結束了",
        "XML 还没完就结束了",
    ],
    ["the XML has no element", "XML 裡沒有元素", "XML 里没有元素"],
    [
        "the XML has more than one root element",
        "XML 有一個以上的根元素",
        "XML 有一个以上的根元素",
    ],
    [
        "the XML has text outside of its root element",
        "XML 的根元素之外還有文字",
        "XML 的根元素之外还有文字",
    ],
    [
        "there is no XML in this file",
        "這個檔案裡沒有 XML",
        "这个文件里没有 XML",
    ],
    [
        "a document type is not allowed",
        "不允許文件類型宣告",
        "不允许文档类型声明",
    ],
    [
        "the entity \"{}\" is not known",
        "不認識實體參照「{}」",
        "不认识实体引用“{}”",
    ],
    [
        "an element of the XML has too many attributes",
        "XML 有一個元素的屬性太多",
        "XML 有一个元素的属性太多",
    ],
    [
        "the XML declares too many namespaces, or too long ones",
        "XML 宣告的命名空間太多或太長",
        "XML 声明的命名空间太多或太长",
    ],
    [
        "this attribute can't be read",
        "這個屬性無法讀取",
        "这个属性无法读取",
    ],
    ["line {}: {}", "第 {} 行：{}", "第 {} 行：{}"],
    ["{}: {}", "{}：{}", "{}：{}"],
    ["{}", "{}", "{}"],
    ["\"{}\"", "「{}」", "“{}”"],
];
