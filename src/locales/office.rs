//! Texts of the office: what has come in, and one response in full.

super::texts! {
    /// Texts of the office.
    OfficeTexts {
        title: "辦公室", "办公室", "Office";
        group_plan: "計劃", "计划", "Plan";
        group_in: "收到的", "收到的", "What comes in";
        group_progress: "進度", "进度", "How far";
        group_says: "內容", "内容", "What it says";
        group_data: "資料", "资料", "Data";
        incoming: "收到的記錄", "收到的记录", "Records received";
        people_count: "{} 人", "{} 人", "{} people";
        rates_line: "回應率 {} %（RR2）", "回应率 {} %（RR2）", "Response rate {} % (RR2)";
        sub: "最新的在前", "最新的在前", "Newest first";
        none: "還沒有收到任何記錄。", "还没有收到任何记录。", "Nothing has come in yet.";
        search: "搜尋單位、問卷或人員", "搜索单位、问卷或人员", "Search by door, form or person";
        nothing_found: "沒有符合的記錄。", "没有符合的记录。", "Nothing matches.";
        more: "顯示更多", "显示更多", "Show more";
        count: "{} 筆", "{} 笔", "{} record{s}";
        form: "問卷", "问卷", "Form";
        person: "經手人", "经手人", "By";
        begun: "開始", "开始", "Begun";
        finished: "完成", "完成", "Finished";
        language: "填寫語言", "填写语言", "Language";
        state: "狀態", "状态", "Status";
        campaign: "調查活動", "调查活动", "Campaign";
        back: "返回", "返回", "Back";
        unreadable: "這份問卷無法在這部裝置上讀取，以下為原始答案。", "这份问卷无法在这台设备上读取，以下为原始答案。", "The questionnaire cannot be read on this device. These are the answers as stored.";
        file_loading: "正在取得檔案…", "正在获取文件…", "Fetching the file…";
        file_load: "顯示（{}）", "显示（{}）", "Show it ({})";
        file_again: "再試一次", "再试一次", "Try again";
        file_save: "儲存 {}（{}）", "保存 {}（{}）", "Save {} ({})";
        tables: "匯出表格", "导出表格", "Export tables";
        other_files: "其他檔案", "其他文件", "Other files";
    }
}
