//! Texts of visits: what came of an attempt at a door, appointments, outcome rates.

super::texts! {
    /// Texts of visits.
    VisitTexts {
        title: "這次到訪的結果", "这次到访的结果", "What came of this visit";
        title_sub: "沒能填寫調查表？點一下記下結果。", "没能填写调查表？点一下记下结果。", "No survey today? One tap notes why.";
        more: "其他結果", "其他结果", "Other outcomes";
        history: "到訪記錄", "到访记录", "Visits so far";
        undo: "撤回", "撤回", "Take back";
        why: "拒絕的原因（可不填）", "拒绝的原因（可不填）", "Why (may stay open)";
        when: "約在什麼時候？", "约在什么时候？", "When shall we come back?";
        this_evening: "今晚 19:00", "今晚 19:00", "This evening, 19:00";
        tomorrow_morning: "明早 10:00", "明早 10:00", "Tomorrow, 10:00";
        tomorrow_evening: "明晚 19:00", "明晚 19:00", "Tomorrow, 19:00";
        saturday: "週六 10:00", "周六 10:00", "Saturday, 10:00";
        other_time: "另選時間", "另选时间", "Another time";
        keep: "記下這個時間", "记下这个时间", "Keep this time";
        no_time: "請選日期和時間。", "请选日期和时间。", "Choose a day and a time.";
        appointments: "已約時間", "已约时间", "Appointments";
        late: "已過時間", "已过时间", "Overdue";
        at: "約 {}", "约 {}", "At {}";
        complete: "已完成", "已完成", "Completed";
        partial: "部分完成", "部分完成", "Partly completed";
        refused: "拒訪", "拒访", "Refused";
        break_off: "中途停止", "中途停止", "Broken off";
        appointment: "約定時間", "约定时间", "Appointment";
        form_left: "表格已留下", "表格已留下", "Form left";
        form_returned: "表格已收回", "表格已收回", "Form fetched";
        no_access: "進不去", "进不去", "No access";
        nobody_home: "沒人在家", "没人在家", "Nobody home";
        away: "長期外出", "长期外出", "Away for longer";
        unable: "無法受訪", "无法受访", "Unable to answer";
        language: "語言不通", "语言不通", "No common language";
        other: "其他原因", "其他原因", "Another reason";
        unsafe_there: "不安全", "不安全", "Not safe";
        not_found: "找不到此戶", "找不到此户", "No such door";
        not_residential: "非住宅", "非住宅", "Not a home";
        vacant: "空置", "空置", "Vacant";
        not_eligible: "不屬調查對象", "不属调查对象", "Not to be asked";
        reason_no_time: "沒有時間", "没有时间", "No time";
        reason_not_interested: "沒有興趣", "没有兴趣", "Not interested";
        reason_privacy: "不想透露個人資料", "不想透露个人资料", "Privacy";
        reason_dissatisfied: "對公司不滿", "对公司不满", "Unhappy with us";
        rates: "到訪結果與回應率", "到访结果与回应率", "Outcomes and response rates";
        rates_sub: "按 AAPOR 標準定義計算；未到訪的住戶算作情況未明。", "按 AAPOR 标准定义计算；未到访的住户算作情况未明。", "By the AAPOR Standard Definitions; doors not yet visited count as unknown.";
        outcome: "結果", "结果", "Outcome";
        doors: "戶數", "户数", "Doors";
        untried: "未到訪", "未到访", "Not visited";
        rate: "比率", "比率", "Rate";
        value: "數值", "数值", "Value";
        formula: "公式", "公式", "Formula";
        response_rates: "回應率", "回应率", "Response rates";
        building: "樓宇", "楼宇", "Building";
        all_doors: "全部住戶", "全部住户", "All doors";
        letters: "I 完成、P 部分完成、R 拒訪、NC 未遇、O 其他、UH 與 UO 情況未明、e 情況未明者中估計應受訪的比例。", "I 完成、P 部分完成、R 拒访、NC 未遇、O 其他、UH 与 UO 情况未明、e 情况未明者中估计应受访的比例。", "I completed, P partly, R refused, NC nobody met, O other, UH and UO unknown, e the share of the unknown taken to be eligible.";
    }
}
