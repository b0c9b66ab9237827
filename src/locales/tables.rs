//! Texts of taking data out as tables.

super::texts! {
    /// Texts of taking data out as tables.
    TableTexts {
        title: "匯出表格", "导出表格", "Export tables";
        sub: "供試算表或其他程式使用。離線也可以。", "供电子表格或其他程序使用。离线也可以。", "For a spreadsheet or another program. Works offline too.";
        table: "內容", "内容", "What";
        units: "單位", "单位", "Units";
        people: "人員", "人员", "People";
        campaigns: "調查活動", "调查活动", "Campaigns";
        visits: "上門記錄", "上门记录", "Visits";
        interviews: "訪談記錄（QP-08-16-F002）", "访谈记录（QP-08-16-F002）", "Interviews (QP-08-16-F002)";
        interview_lines: "訪談筆記，逐行", "访谈笔记，逐行", "Interview notes, line by line";
        passages: "摘錄與主題", "摘录与主题", "Passages and themes";
        needs: "需求", "需求", "Needs";
        notes: "備註", "备注", "Notes";
        exports: "匯出記錄", "导出记录", "Exports";
        responses: "{}（{}，第 {} 版）", "{}（{}，第 {} 版）", "{} ({}, version {})";
        repeat: "{}：{}", "{}：{}", "{}: {}";
        format: "檔案種類", "文件种类", "Kind of file";
        xlsx: "Excel", "Excel", "Excel";
        titles: "第二列加上欄位標題", "第二行加上栏目标题", "A second row with titles";
        titles_none: "不加", "不加", "None";
        from: "由（日期）", "从（日期）", "From (day)";
        until: "至（日期）", "至（日期）", "Until (day)";
        split: "多選題的每個選項各成一欄", "多选题的每个选项各成一栏", "A column for each choice where several can be picked";
        save: "儲存檔案", "保存文件", "Save the file";
        working: "正在整理…", "正在整理…", "Putting it together…";
        saved: "已存檔：{} 列。這次匯出已記入稽核記錄。", "已保存：{} 行。这次导出已记入审计记录。", "Saved: {} row{s}. The audit trail says that you exported them.";
        saved_empty: "已存檔，但沒有符合的資料。", "已保存，但没有符合的数据。", "Saved, but nothing matched.";
        unreadable: "這份問卷的檔案無法讀取，不知道有哪些欄位。", "这份问卷的文件无法读取，不知道有哪些栏目。", "The questionnaire's workbook cannot be read, so its columns are not known.";
        failed: "無法存檔。", "无法保存。", "The file could not be saved.";
        not_recorded: "未能記下這次匯出，因此沒有存檔：{}", "未能记下这次导出，因此没有保存：{}", "The export could not be noted down, so no file was made: {}";
    }
}
