//! What a column of a list can mean, and the words that lists use for it.

use super::value::plain;

/// What a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// The building's name or number.
    Building,
    /// The entrance or stairway.
    Entrance,
    /// The floor.
    Floor,
    /// What stands on the door.
    Label,
    /// The list's own number for the unit.
    Key,
    /// Floor area in square metres.
    Area,
    /// Home, business or other.
    Usage,
    /// Whether the owner or a tenant lives there.
    Tenure,
    /// The owner's name, or several.
    Owner,
    /// The owner's phone.
    OwnerPhone,
    /// The tenant's name, or several.
    Tenant,
    /// The tenant's phone.
    TenantPhone,
    /// A resident's name, where a row is a person.
    Name,
    /// What that person is to the unit.
    Relation,
    /// The phone of whoever lives there.
    Phone,
    /// The list's own number for the person.
    PersonKey,
    /// Whether they are a key customer.
    KeyCustomer,
    /// How they want to be met.
    Contact,
    /// When they can be met.
    Hours,
    /// The languages that they speak.
    Languages,
    /// Anything else about them.
    Remarks,
}

impl Column {
    /// Every meaning, in the order in which they are offered.
    pub const ALL: [Self; 21] = [
        Self::Building,
        Self::Entrance,
        Self::Floor,
        Self::Label,
        Self::Key,
        Self::Area,
        Self::Usage,
        Self::Tenure,
        Self::Owner,
        Self::OwnerPhone,
        Self::Tenant,
        Self::TenantPhone,
        Self::Name,
        Self::Relation,
        Self::Phone,
        Self::PersonKey,
        Self::KeyCustomer,
        Self::Contact,
        Self::Hours,
        Self::Languages,
        Self::Remarks,
    ];

    /// Its name, for tests and scripts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Building => "building",
            Self::Entrance => "entrance",
            Self::Floor => "floor",
            Self::Label => "label",
            Self::Key => "key",
            Self::Area => "area",
            Self::Usage => "usage",
            Self::Tenure => "tenure",
            Self::Owner => "owner",
            Self::OwnerPhone => "owner-phone",
            Self::Tenant => "tenant",
            Self::TenantPhone => "tenant-phone",
            Self::Name => "name",
            Self::Relation => "relation",
            Self::Phone => "phone",
            Self::PersonKey => "person-key",
            Self::KeyCustomer => "key-customer",
            Self::Contact => "contact",
            Self::Hours => "hours",
            Self::Languages => "languages",
            Self::Remarks => "remarks",
        }
    }

    /// The meaning of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }

    /// How well a header's words fit this meaning: the length of the longest word that they
    /// contain, more where they are nothing else; 0 for not at all.
    pub(super) fn fit(self, header: &str) -> usize {
        let header = plain(header);
        let words = WORDS.iter().filter(|(column, _)| *column == self);
        let words = words.flat_map(|(_, words)| words.split_whitespace());
        words
            .map(|word| {
                // A short Latin word stands in many longer ones.
                let long = word.chars().count() > 1 && (word.len() > 3 || !word.is_ascii());
                match () {
                    () if header == word => 100 + word.len(),
                    () if long && header.contains(word) => word.len(),
                    () => 0,
                }
            })
            .max()
            .unwrap_or(0)
    }
}

/// Words of headers: without spaces and signs, in small letters.
const WORDS: &[(Column, &str)] = &[
    (
        Column::Building,
        "座 棟 栋 幢 座號 座号 座數 座数 樓宇 楼宇 樓棟 楼栋 樓座 楼座 樓號 楼号 棟號 栋号 幢號 幢号 大廈 大厦 \
         building buildingname buildingno block blockno tower towerno blk bldg",
    ),
    (
        Column::Entrance,
        "單元 单元 單元號 单元号 梯 梯號 梯号 梯口 門口 入口 entrance entranceno stair staircase wing lobby",
    ),
    (
        Column::Floor,
        "樓層 楼层 層 层 層數 层数 樓 楼 floor floorno level storey story flr",
    ),
    (
        Column::Label,
        "室 室號 室号 房號 房号 房間號 房间号 房間 房间 房 單位 单位 單位號 单位号 門牌 门牌 門牌號 门牌号 戶號 户号 \
         戶 户 flat flatno unit unitno unitnumber room roomno apartment apt door doorno suite",
    ),
    (
        Column::Key,
        "房產編號 房产编号 單位編號 单位编号 房屋編號 房屋编号 物業編號 物业编号 資產編號 资产编号 編號 编号 key id \
         unitid unitcode unitkey propertyid propertyno propertycode",
    ),
    (
        Column::Area,
        "面積 面积 建築面積 建筑面积 實用面積 实用面积 建面 平方米 area floorarea sqm m2 size",
    ),
    (
        Column::Usage,
        "用途 單位用途 房屋用途 房屋類型 房屋类型 房屋性質 房屋性质 物業類型 物业类型 類型 类型 usage use unittype type",
    ),
    (
        Column::Tenure,
        "租住情況 租住情况 居住情況 居住情况 居住狀況 居住状况 自住出租 業主或租戶 业主或租户 租住 tenure occupancy \
         occupiedby ownerortenant ownertenant",
    ),
    (
        Column::OwnerPhone,
        "業主電話 业主电话 業主手機 业主手机 業主聯絡電話 业主联系电话 戶主電話 户主电话 ownerphone ownersphone ownertel \
         ownermobile ownercontact",
    ),
    (
        Column::Owner,
        "業主 业主 業主姓名 业主姓名 業主名稱 业主名称 產權人 产权人 戶主 户主 戶主姓名 户主姓名 owner ownername \
         owners registeredowner",
    ),
    (
        Column::TenantPhone,
        "租戶電話 租户电话 租客電話 租客电话 租戶手機 租户手机 租客手機 租客手机 承租人電話 承租人电话 tenantphone \
         tenantsphone tenanttel tenantmobile",
    ),
    (
        Column::Tenant,
        "租戶 租户 租客 租戶姓名 租户姓名 租客姓名 承租人 tenant tenantname tenants lessee",
    ),
    (
        Column::Name,
        "姓名 住戶 住户 住戶姓名 住户姓名 客戶姓名 客户姓名 客戶名稱 客户名称 聯絡人 联系人 聯繫人 名字 稱呼 称呼 name \
         fullname resident residentname contactname contactperson customername occupant",
    ),
    (
        Column::Relation,
        "關係 关系 身份 與業主關係 与业主关系 住戶類型 住户类型 relation relationship role",
    ),
    (
        Column::Phone,
        "電話 电话 手機 手机 電話號碼 电话号码 手機號碼 手机号码 聯絡電話 联系电话 聯繫電話 聯絡方式 联系方式 聯繫方式 \
         phone phoneno phonenumber telephone tel mobile mobileno contactno contactnumber",
    ),
    (
        Column::PersonKey,
        "客戶編號 客户编号 住戶編號 住户编号 customerid customerno residentid residentno personid",
    ),
    (
        Column::KeyCustomer,
        "重點客戶 重点客户 重要客戶 重要客户 大客戶 大客户 重點 重点 vip keycustomer keyaccount",
    ),
    (
        Column::Contact,
        "聯絡意願 联络意愿 聯繫意願 联系意愿 聯絡要求 联络要求 勿擾 勿扰 免打擾 免打扰 contactwish contactpreference \
         donotcontact",
    ),
    (
        Column::Hours,
        "方便時間 方便时间 可訪時間 可访时间 聯絡時間 联系时间 在家時間 在家时间 時段 时段 hours besttime contacttime",
    ),
    (
        Column::Languages,
        "語言 语言 語種 语种 使用語言 使用语言 languages language spokenlanguage",
    ),
    (
        Column::Remarks,
        "備註 备注 備考 备考 說明 说明 remarks remark notes note comments comment",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_meaning_has_words_and_a_name_of_its_own() {
        for column in Column::ALL {
            assert!(WORDS.iter().any(|(of, _)| *of == column), "{column:?}");
            assert_eq!(Column::named(column.name()), Some(column));
        }
        for (column, words) in WORDS {
            for word in words.split_whitespace() {
                assert_eq!(plain(word), word, "written as headers are compared");
                let best = Column::ALL.iter().max_by_key(|other| other.fit(word));
                assert_eq!(best, Some(column), "{word}");
            }
        }
    }
}
