//! Texts of coverage and progress.

super::texts! {
    /// Texts of coverage and progress.
    ProgressTexts {
        title: "覆蓋率與進度", "覆盖率与进度", "Coverage and progress";
        line: "已調查 {} / {} 戶", "已调查 {} / {} 户", "{} of {} door{s} surveyed";
        no_campaign: "還沒有調查活動。", "还没有调查活动。", "There is no campaign yet.";
        as_of: "截至 {}", "截至 {}", "As of {}";
        building: "樓宇", "楼宇", "Building";
        all_buildings: "全部樓宇", "全部楼宇", "All buildings";
        person: "人員", "人员", "Person";
        everyone: "所有人", "所有人", "Everyone";
        nobody: "未分配", "未分配", "Nobody’s yet";
        compare: "對照", "对照", "Compare with";
        no_other: "不對照", "不对照", "Nothing";
        show: "顯示", "显示", "Show";
        pictures: "圖", "图", "Pictures";
        tables: "表", "表", "Tables";
        both: "圖和表", "图和表", "Both";
        picture: "圖片", "图片", "Picture";
        all_rows: "顯示全部 {} 項", "显示全部 {} 项", "Show all {}";
        figure: "項目", "项目", "Figure";

        targets: "目標", "目标", "Targets";
        survey: "調查", "调查", "Survey";
        interview: "訪談", "访谈", "Interview";
        reached: "{} / {} 戶，目標 {} 戶（超過 {} %）", "{} / {} 户，目标 {} 户（超过 {} %）", "{} of {} door{s}, target {} (more than {} %)";
        outlook_reached: "已達標。", "已达标。", "The target is reached.";
        outlook_early: "走訪滿三天後才能估計何時達標。", "走访满三天后才能估计何时达标。", "Three days of visits are needed before the end can be estimated.";
        outlook_on: "照目前的速度，{}達標。", "照目前的速度，{}达标。", "At this pace the target is reached on {}.";
        outlook_after: "照目前的速度，{}才達標，晚於活動期限。", "照目前的速度，{}才达标，晚于活动期限。", "At this pace the target is reached on {}, after the campaign ends.";
        outlook_never: "照目前的速度，無法達標。", "照目前的速度，无法达标。", "At this pace the target is not reached.";
        outlook_over: "活動已結束，還差 {} 戶。", "活动已结束，还差 {} 户。", "The campaign is over; {} doors are missing.";
        between: "可能在{}至{}之間。", "可能在{}至{}之间。", "Probably between {} and {}.";
        between_open: "最早{}，最晚說不準。", "最早{}，最晚说不准。", "{} at the earliest; how late is uncertain.";
        pace: "最近 {} 個走訪日，每天 {} 戶。", "最近 {} 个走访日，每天 {} 户。", "Last {} day{s} worked: {} door{s} a day.";
        needed: "要如期達標，每個走訪日需完成 {} 戶。", "要如期达标，每个走访日需完成 {} 户。", "To be there in time takes {} a day worked.";
        sure: "已答的 {} 戶可代表全部 {} 戶，誤差在 ±{} 個百分點以內（95 %，只計偶然）。", "已答的 {} 户可代表全部 {} 户，误差在 ±{} 个百分点以内（95 %，只计偶然）。", "What these {} doors say holds for all {} to within ±{} points (95 %, chance alone).";
        sure_few: "已答的不足 10 戶，還不能代表全部。", "已答的不足 10 户，还不能代表全部。", "Fewer than 10 have answered: too few to speak for all.";
        sure_how: "區間按 Wilson（1927），含有限母體校正；拒答者的影響見下方「誰還沒答」。", "区间按 Wilson（1927），含有限总体校正；拒答者的影响见下方“谁还没答”。", "Wilson’s interval (1927) with the finite population correction. It knows nothing of those who don’t answer: see “Who is missing”.";

        by_building: "按樓宇", "按楼宇", "By building";
        by_person: "按人員", "按人员", "By person";
        by_day: "按日", "按日", "By day";
        missing_count: "還差 {} 戶", "还差 {} 户", "{} missing";
        on_target: "已達標", "已达标", "on target";
        open_count: "已調查 {}，待辦 {}", "已调查 {}，待办 {}", "{} surveyed, {} open";
        target_mark: "目標", "目标", "Target";

        part_surveyed: "已調查", "已调查", "Surveyed";
        part_paper: "紙本在外或待輸入", "纸本在外或待录入", "On paper";
        part_again: "再訪", "再访", "To try again";
        part_untried: "未到訪", "未到访", "Not visited";
        part_not_drawn: "未抽中", "未抽中", "Not drawn";
        part_refused: "拒訪", "拒访", "Refused";
        part_closed: "其他原因無結果", "其他原因无结果", "No survey, other reasons";
        part_not_eligible: "不屬調查對象", "不属调查对象", "Not to be asked";

        doors: "戶數", "户数", "Doors";
        distributed: "已發放", "已发放", "Handed out";
        returned: "已收回", "已收回", "Returned";
        interviewed: "已訪談", "已访谈", "Interviewed";
        outstanding: "待辦", "待办", "Outstanding";
        attempts: "到訪次數", "到访次数", "Visits";
        target: "目標", "目标", "Target";
        missing: "尚差", "尚差", "Missing";
        coverage: "覆蓋率", "覆盖率", "Coverage";
        margin: "誤差 ±", "误差 ±", "Margin ±";
        a_day: "每走訪日", "每走访日", "A day worked";
        a_day_needed: "需要每日", "需要每日", "Needed a day";
        expected_on: "預計達標", "预计达标", "Expected on";
        earliest: "最早", "最早", "Earliest";
        latest: "最晚", "最晚", "Latest";
        date: "日期", "日期", "Day";
        surveys: "調查", "调查", "Surveys";
        interviews: "訪談", "访谈", "Interviews";
        refusals: "拒訪", "拒访", "Refusals";
        surveys_so_far: "累計調查", "累计调查", "Surveys so far";
        interviews_so_far: "累計訪談", "累计访谈", "Interviews so far";
        way_to_target: "達標所需", "达标所需", "The way to the target";
        projected: "照目前的速度", "照目前的速度", "At this pace";
        last_time: "{}（按戶數折算）", "{}（按户数折算）", "{} (for as many doors)";
        no_days: "還沒有人走訪。", "还没有人走访。", "Nobody has been out yet.";

        who_is_missing: "誰還沒答", "谁还没答", "Who is missing";
        bias_sub: "把已答的住戶和全部住戶比較。二十個差異中約有一個純屬偶然。", "把已答的住户和全部住户比较。二十个差异中约有一个纯属偶然。", "Those who answered, compared with all doors. About one difference in twenty is mere chance.";
        bias_none: "還沒有人作答。", "还没有人作答。", "Nobody has answered yet.";
        all_doors: "全部住戶", "全部住户", "All doors";
        answered: "已答住戶", "已答住户", "Answered";
        too_few: "太少，不能下結論", "太少，不能下结论", "too few to say";
        maybe_chance: "可能只是偶然", "可能只是偶然", "may be chance";
        points_over: "多 {} 個百分點", "多 {} 个百分点", "{} points too many";
        points_under: "少 {} 個百分點", "少 {} 个百分点", "{} points too few";
        group: "組別", "组别", "Group";
        compared_by: "比較項目", "比较项目", "Compared by";
        share_of_all: "佔全部", "占全部", "Share of all";
        share_of_answered: "佔已答", "占已答", "Share of answers";
        difference: "差（百分點）", "差（百分点）", "Difference (points)";
        low: "下限", "下限", "Low";
        high: "上限", "上限", "High";
        verdict: "判斷", "判断", "Meaning";
        trait_size: "面積", "面积", "Size";
        trait_tenure: "業主或租戶", "业主或租户", "Owner or tenant";
        trait_height: "樓層", "楼层", "Floor";
        trait_key: "重點客戶", "重点客户", "Key customers";
        under_area: "{} 平方米以下", "{} 平方米以下", "Under {} m²";
        area_range: "{}–{} 平方米", "{}–{} 平方米", "{}–{} m²";
        over_area: "{} 平方米及以上", "{} 平方米及以上", "{} m² and more";
        owner: "業主", "业主", "Owners";
        tenant: "租戶", "租户", "Tenants";
        low_floors: "低層", "低层", "Lower floors";
        middle_floors: "中層", "中层", "Middle floors";
        high_floors: "高層", "高层", "Upper floors";
        key: "重點客戶", "重点客户", "Key customers";
        ordinary: "其他住戶", "其他住户", "Others";
        unknown: "不詳", "不详", "Not known";
    }
}
