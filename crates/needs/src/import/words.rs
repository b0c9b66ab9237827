//! Words of lists for what has a fixed set of values: yes and no, owner and tenant, languages.

use super::value::plain;
use crate::{Contact, Relation, Tenure, Usage};

fn any_of(text: &str, words: &str) -> bool {
    let text = plain(text);
    words.split_whitespace().any(|word| word == text)
}

/// Yes or no.
pub(super) fn yes(text: &str) -> Option<bool> {
    let tick = matches!(text.trim(), "✓" | "✔" | "√" | "●" | "★");
    if tick
        || any_of(
            text,
            "是 有 對 对 y yes true 1 v x vip 重點 重点 重點客戶 重点客户 key",
        )
    {
        Some(true)
    } else if any_of(text, "否 不是 無 无 n no false 0 普通 一般") || text.trim() == "-" {
        Some(false)
    } else {
        None
    }
}

/// Owner or tenant.
pub(super) fn tenure(text: &str) -> Option<Tenure> {
    if any_of(
        text,
        "業主 业主 自住 自用 業主自住 业主自住 owner owned own owneroccupied o",
    ) {
        Some(Tenure::Owner)
    } else if any_of(
        text,
        "租戶 租户 租客 出租 租住 租賃 租赁 承租 tenant rented rent rental let leased t",
    ) {
        Some(Tenure::Tenant)
    } else {
        None
    }
}

/// What somebody is to the unit.
pub(super) fn relation(text: &str) -> Option<Relation> {
    match tenure(text) {
        Some(Tenure::Owner) => return Some(Relation::Owner),
        Some(Tenure::Tenant) => return Some(Relation::Tenant),
        None => {}
    }
    let family = "家屬 家属 家人 家庭成員 家庭成员 親屬 亲属 配偶 夫 妻 丈夫 妻子 父 母 父親 父亲 母親 母亲 父母 子 女 \
                  兒子 儿子 女兒 女儿 子女 family spouse husband wife son daughter child parent \
                  father mother relative";
    if any_of(text, "本人 戶主 户主 產權人 产权人") {
        Some(Relation::Owner)
    } else if any_of(text, family) {
        Some(Relation::Family)
    } else if any_of(
        text,
        "其他 同住 朋友 員工 员工 傭工 佣工 other friend staff helper",
    ) {
        Some(Relation::Other)
    } else {
        None
    }
}

/// What a unit is used for.
pub(super) fn usage(text: &str) -> Option<Usage> {
    if any_of(
        text,
        "住宅 住 住家 民居 公寓 別墅 别墅 home residential residence flat apartment house domestic",
    ) {
        Some(Usage::Home)
    } else if any_of(
        text,
        "商業 商业 商用 商鋪 商铺 商舖 店鋪 店铺 店舖 舖 鋪 铺 商戶 商户 辦公 办公 辦公室 办公室 寫字樓 写字楼 公司 business \
         commercial shop office retail store",
    ) {
        Some(Usage::Business)
    } else if any_of(
        text,
        "其他 車位 车位 倉庫 仓库 會所 会所 設備房 设备房 管理處 管理处 other parking carpark storage clubhouse plant",
    ) {
        Some(Usage::Other)
    } else {
        None
    }
}

/// How somebody wants to be met.
pub(super) fn contact(text: &str) -> Option<Contact> {
    if any_of(
        text,
        "勿擾 勿扰 免打擾 免打扰 請勿聯絡 请勿联系 不要聯絡 不要联系 不聯絡 不联系 拒絕 拒绝 none never donotcontact \
         no dnc",
    ) {
        Some(Contact::Never)
    } else if any_of(
        text,
        "電話 电话 致電 致电 手機 手机 phone call tel telephone",
    ) {
        Some(Contact::Phone)
    } else if any_of(text, "上門 上门 到訪 到访 面談 面谈 visit door inperson") {
        Some(Contact::Visit)
    } else if any_of(text, "任何 均可 都可以 皆可 不限 any all either") {
        Some(Contact::Any)
    } else {
        None
    }
}

/// Languages (BCP 47) with what lists call them.
const LANGUAGES: [(&str, &str); 12] = [
    (
        "yue",
        "粵語 粤语 廣東話 广东话 廣州話 广州话 粵 粤 cantonese yue",
    ),
    (
        "cmn",
        "普通話 普通话 國語 国语 華語 华语 漢語 汉语 中文 mandarin putonghua chinese cmn zh",
    ),
    ("en", "英語 英语 英文 english en eng"),
    (
        "nan",
        "閩南語 闽南语 閩南話 闽南话 福建話 福建话 潮州話 潮州话 潮汕話 潮汕话 hokkien teochew minnan nan",
    ),
    ("hak", "客家話 客家话 客語 客语 hakka hak"),
    ("wuu", "上海話 上海话 吳語 吴语 shanghainese wu wuu"),
    ("ja", "日語 日语 日文 japanese ja"),
    ("ko", "韓語 韩语 韓文 韩文 korean ko"),
    ("fil", "菲律賓語 菲律宾语 filipino tagalog fil"),
    ("id", "印尼語 印尼语 印尼文 indonesian id"),
    ("hi", "印地語 印地语 hindi hi"),
    ("fr", "法語 法语 法文 french fr"),
];

/// The languages of a cell (BCP 47), sorted; the first word that is none as an error.
pub(super) fn languages(text: &str) -> Result<Vec<&'static str>, String> {
    let apart = |c: char| {
        matches!(
            c,
            ',' | '，' | '、' | ';' | '；' | '/' | '／' | '+' | '&' | '\n'
        )
    };
    let mut found = Vec::new();
    for word in text.split(apart).filter(|word| !plain(word).is_empty()) {
        let known = LANGUAGES.iter().find(|(_, words)| any_of(word, words));
        let (tag, _) = known.ok_or_else(|| word.trim().to_owned())?;
        found.push(*tag);
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_say_yes_and_languages_in_many_ways() {
        assert_eq!(
            (yes("√"), yes("N"), yes("maybe")),
            (Some(true), Some(false), None)
        );
        assert_eq!(languages("英文、粵語 / English"), Ok(vec!["en", "yue"]));
        assert_eq!(languages(""), Ok(Vec::new()));
        assert_eq!(languages("Klingon"), Err("Klingon".to_owned()));
        assert_eq!(tenure("自住"), Some(Tenure::Owner));
        assert_eq!(relation("配偶"), Some(Relation::Family));
        assert_eq!(usage("Shop"), Some(Usage::Business));
        assert_eq!(contact("勿擾"), Some(Contact::Never));
    }
}
