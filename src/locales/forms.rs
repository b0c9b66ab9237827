//! Texts of the forms: opening, checking, trying out and publishing questionnaires.

super::texts! {
    /// Texts of the forms.
    FormsTexts {
        title: "問卷", "问卷", "Forms";
        sub: "這個屋苑使用的問卷，以及它們的版本", "这个小区使用的问卷，以及它们的版本", "The questionnaires of this estate, in all their versions";
        open: "開啟問卷", "打开问卷", "Open a questionnaire";
        open_hint: "把工作簿拖到這裡，連同它用到的表格和圖片。可用 Excel（.xlsx、.xls）、XForms（.xml）、CSV 或 Markdown。", "把工作簿拖到这里，连同它用到的表格和图片。可用 Excel（.xlsx、.xls）、XForms（.xml）、CSV 或 Markdown。", "Drop a workbook here, with the tables and pictures that it uses. Excel (.xlsx, .xls), XForms (.xml), CSV and Markdown all work.";
        choose: "選擇檔案", "选择文件", "Choose files";
        reading: "正在讀取…", "正在读取…", "Reading…";
        no_workbook: "這些檔案中沒有工作簿。請連同工作簿一起選擇。", "这些文件中没有工作簿。请连同工作簿一起选择。", "None of these files is a workbook. Choose the workbook with them.";
        unreadable_file: "無法讀取這個檔案。請關閉正在使用它的程式，再試一次。", "无法读取这个文件。请关闭正在使用它的程序，再试一次。", "The file could not be read. Close the program that uses it and try again.";
        file: "檔案", "文件", "File";
        files: "附檔", "附件", "With it";
        number: "編號", "编号", "Number";
        version: "版本", "版本", "Version";
        questions: "題數", "题数", "Questions";
        languages: "語言", "语言", "Languages";
        verdict_good: "可以使用，沒有發現問題。", "可以使用，没有发现问题。", "It can be used. Nothing is wrong with it.";
        verdict_warned: "可以使用。有 {} 處請留意。", "可以使用。有 {} 处请留意。", "It can be used. Places to look at: {}.";
        verdict_bad: "還不能使用。請在工作簿中改正 {} 處錯誤，存檔後再開啟一次。", "还不能使用。请在工作簿中改正 {} 处错误，保存后再打开一次。", "It cannot be used yet. Correct these in the workbook, save it and open it again. Errors: {}.";
        show: "顯示", "显示", "Show";
        all: "全部 {}", "全部 {}", "All {}";
        errors: "錯誤 {}", "错误 {}", "Errors {}";
        warnings: "提醒 {}", "提醒 {}", "Warnings {}";
        error: "錯誤", "错误", "Error";
        warning: "提醒", "提醒", "Warning";
        row: "第 {} 列", "第 {} 行", "row {}";
        search: "搜尋", "搜索", "Search";
        more: "顯示更多", "显示更多", "Show more";
        copy: "複製清單", "复制清单", "Copy the list";
        copied: "已複製", "已复制", "Copied";
        purpose: "用途", "用途", "What it is for";
        survey: "調查", "调查", "Survey";
        interview: "訪談記錄", "访谈记录", "Interview record";
        publish_hint: "發佈後，這個版本不會再改變。要修改，請用新的版本號碼再發佈一次。", "发布后，这个版本不会再改变。要修改，请用新的版本号再发布一次。", "A published version never changes. To change it, publish it again with a new version.";
        publish: "發佈", "发布", "Publish";
        close: "收起", "收起", "Put away";
        try_it: "試填", "试填", "Try it";
        published_already: "這個版本已經發佈，內容相同。", "这个版本已经发布，内容相同。", "This version is published already, with the same content.";
        taken: "{} 的版本「{}」已經發佈，內容不同。請在工作簿的 settings 工作表填上新的 version，再開啟一次。", "{} 的版本“{}”已经发布，内容不同。请在工作簿的 settings 工作表填上新的 version，再打开一次。", "{} version “{}” is published already, with other content. Give the workbook a new version on its settings sheet and open it again.";
        unusable: "這份工作簿有錯誤，不能發佈。", "这份工作簿有错误，不能发布。", "The workbook has errors and cannot be published.";
        not_written: "無法發佈（{}）。", "无法发布（{}）。", "It could not be published ({}).";
        no_actor: "請先到「設定」選擇使用者。", "请先到“设置”选择使用者。", "Say who is using the device under Settings first.";
        published: "已發佈", "已发布", "Published";
        campaign: "調查活動：{}", "调查活动：{}", "Campaign: {}";
        none: "還沒有發佈任何問卷。", "还没有发布任何问卷。", "No questionnaire has been published yet.";
        version_of: "第 {} 版", "第 {} 版", "version {}";
        responses: "{} 份記錄", "{} 份记录", "Records: {}";
        used: "用於這次調查活動", "用于这次调查活动", "Used in this campaign";
        edit: "修改成新版本", "修改成新版本", "Edit as a new version";
        download: "下載工作簿", "下载工作簿", "Download workbook";
        no_workbook_kept: "這份問卷的工作簿不在這部裝置上。", "这份问卷的工作簿不在这台设备上。", "The workbook of this questionnaire is not on this device.";
        trial: "試填", "试填", "Trial";
        not_kept: "不會儲存", "不会保存", "Not kept";
        nothing_open: "沒有開啟的問卷。", "没有打开的问卷。", "No questionnaire is open.";
        trial_done: "試填完成", "试填完成", "Tried to the end";
        trial_done_text: "這份問卷可以填到最後。以下答案沒有儲存。", "这份问卷可以填到最后。以下答案没有保存。", "The questionnaire works to its end. These answers were not kept.";
        to_forms: "回到問卷", "回到问卷", "Back to the forms";
        try_again: "再試一次", "再试一次", "Try again";
        save_answers: "儲存這些答案", "保存这些答案", "Save these answers";
    }
}
