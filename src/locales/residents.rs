//! Texts about residents: who lives behind a door.

super::texts! {
    /// Texts about residents.
    ResidentTexts {
        title: "住戶", "住户", "Residents";
        none: "還不知道誰住在這裡。", "还不知道谁住在这里。", "Nobody is known here yet.";
        add: "新增住戶", "新增住户", "Add a resident";
        edit: "更改 {}", "更改 {}", "Change {}";
        change: "更改", "更改", "Change";
        nameless: "姓名不詳", "姓名不详", "Name unknown";
        name: "姓名", "姓名", "Name";
        relation: "與單位的關係", "与单位的关系", "To the unit";
        owner: "業主", "业主", "Owner";
        tenant: "租戶", "租户", "Tenant";
        family: "家人", "家人", "Family";
        other: "其他", "其他", "Other";
        phone: "電話", "电话", "Phone";
        key_customer: "重點客戶", "重点客户", "Key customer";
        contact: "希望怎樣聯絡", "希望怎样联系", "How to get in touch";
        any: "均可", "均可", "Any way";
        by_phone: "先致電", "先致电", "By phone first";
        by_visit: "上門", "上门", "At the door";
        never: "請勿聯絡", "请勿联系", "Do not contact";
        do_not_contact: "{} 請勿聯絡", "{} 请勿联系", "Do not contact {}";
        hours: "方便的時間", "方便的时间", "When it suits";
        languages: "語言", "语言", "Languages";
        yue: "粵語", "粤语", "Cantonese";
        cmn: "普通話", "普通话", "Mandarin";
        en: "英語", "英语", "English";
        nan: "閩南語", "闽南语", "Hokkien";
        hak: "客家話", "客家话", "Hakka";
        wuu: "上海話", "上海话", "Shanghainese";
        note: "備註", "备注", "Note";
        save: "儲存", "保存", "Save";
        cancel: "取消", "取消", "Cancel";
        name_or_phone: "請填姓名或電話。", "请填姓名或电话。", "Give a name or a phone.";
        moved_out: "已遷出", "已迁出", "Moved out";
        moved_out_on: "{} 遷出", "{} 迁出", "Moved out {}";
        moved_back: "仍住在這裡", "仍住在这里", "Lives here after all";
    }
}
