//! Texts of the estate: buildings, units, and buildings laid out by a pattern.

super::texts! {
    /// Texts of the estate.
    EstateTexts {
        title: "屋苑", "小区", "Estate";
        sub: "樓宇與單位；匯入物業名單，或按樣式編排。", "楼宇与单位；导入物业名单，或按样式编排。", "Buildings and units: from the property office's list, or laid out.";
        counts: "{} 座・{} 戶", "{} 座 · {} 户", "{} building{s} · {} unit{s}";
        units: "{} 戶", "{} 户", "{} unit{s}";
        units_gone: "{} 戶・另有 {} 戶已不在名單", "{} 户 · 另有 {} 户已不在名单", "{} unit{s} · {} more no longer listed";
        none: "還沒有樓宇。先匯入名單，或按樣式編排。", "还没有楼宇。先导入名单，或按样式编排。", "No buildings yet. Import a list, or lay them out.";
        import: "匯入名單", "导入名单", "Import a list";
        lay_out: "編排樓宇", "编排楼宇", "Lay out buildings";
        people: "{} 位住戶", "{} 位住户", "{} resident{s}";
        front: "立面圖", "立面图", "As a front";
        walking_order: "走訪次序", "走访次序", "Walking order";
        names: "樓宇名稱", "楼宇名称", "Name of the building";
        name_hant: "繁體中文", "繁体中文", "Traditional Chinese";
        name_hans: "簡體中文", "简体中文", "Simplified Chinese";
        name_en: "英文", "英文", "English";
        key: "名單上的編號", "名单上的编号", "Number in the office's list";
        save: "儲存", "保存", "Save";
        saved: "已儲存。", "已保存。", "Saved.";
        cancel: "取消", "取消", "Cancel";
        change: "更改", "更改", "Change";
        add_unit: "新增單位", "新增单位", "Add a unit";
        change_unit: "更改 {}", "更改 {}", "Change {}";
        label: "門牌", "门牌", "On the door";
        floor: "樓層（地下為 0）", "楼层（地面为 0）", "Floor (0 for the ground floor)";
        entrance: "單元或入口", "单元或入口", "Entrance";
        area: "面積（平方米）", "面积（平方米）", "Area (m²)";
        usage: "用途", "用途", "Use";
        home: "住宅", "住宅", "Home";
        business: "商業", "商业", "Business";
        other: "其他", "其他", "Other";
        tenure: "居住情況", "居住情况", "Who lives there";
        owner: "業主", "业主", "Owner";
        tenant: "租戶", "租户", "Tenant";
        unknown: "不詳", "不详", "Not known";
        no_label: "請填門牌。", "请填门牌。", "Say what stands on the door.";
        label_taken: "這座樓已有同一個門牌。", "这座楼已有同一个门牌。", "This building has such a door already.";
        bad_floor: "樓層請填數字。", "楼层请填数字。", "Give the floor as a number.";
        bad_area: "面積請填數字，例如 61.5。", "面积请填数字，例如 61.5。", "Give the area as a number, such as 61.5.";
        gone: "已不在名單", "已不在名单", "No longer listed";
        mark_gone: "標為已不在名單", "标为已不在名单", "Mark as no longer listed";
        gone_hint: "不再走訪、不計入戶數；記錄全部保留。", "不再走访、不计入户数；记录全部保留。", "It is no longer visited or counted. All its records stay.";
        bring_back: "恢復", "恢复", "Bring back";
        find: "尋找門牌", "查找门牌", "Find a door";
        more: "顯示更多", "显示更多", "Show more";
        lay_out_sub: "一次編排多座樓；已有的單位不會重複。", "一次编排多座楼；已有的单位不会重复。", "Many doors at once. What is there already is not doubled.";
        buildings: "樓宇", "楼宇", "Buildings";
        buildings_hint: "例如 3，或 1-5、A-C", "例如 3，或 1-5、A-C", "Such as 3, or 1-5, A-C";
        entrances: "單元或入口（可不填）", "单元或入口（可不填）", "Entrances (may stay empty)";
        entrances_hint: "例如 1-2；每個都有同樣的單位", "例如 1-2；每个都有同样的单位", "Such as 1-2; each has the same units";
        from_floor: "最低樓層", "最低楼层", "Lowest floor";
        to_floor: "最高樓層", "最高楼层", "Highest floor";
        left_out: "沒有的樓層", "没有的楼层", "Floors left out";
        left_out_hint: "例如 4, 13, 14", "例如 4, 13, 14", "Such as 4, 13, 14";
        flats: "每層單位數", "每层单位数", "Units on each floor";
        style: "門牌樣式", "门牌样式", "What stands on the doors";
        preview: "預覽", "预览", "Preview";
        preview_of: "{}，共 {} 戶", "{}，共 {} 户", "{}, {} unit{s}";
        will_add: "將新增 {} 座、{} 戶。", "将新增 {} 座、{} 户。", "New buildings: {}. New units: {}.";
        already: "其中 {} 戶已有，不會重複。", "其中 {} 户已有，不会重复。", "{} units are there already and stay as they are.";
        nothing_new: "這些單位都已經有了。", "这些单位都已经有了。", "All these units are there already.";
        too_many: "沒有單位，或超過 20,000 戶；請檢查樓層和單位數。", "没有单位，或超过 20,000 户；请检查楼层和单位数。", "No units, or more than 20,000. Check floors and units.";
        write: "新增 {} 戶", "新增 {} 户", "Add {} unit{s}";
        floor_short: "{} 樓", "{} 楼", "Floor {}";
    }
}
