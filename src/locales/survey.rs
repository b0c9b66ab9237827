//! Texts of the survey: filling in a questionnaire at the door.

super::texts! {
    /// Texts of the survey.
    SurveyTexts {
        next: "下一頁", "下一页", "Next";
        back: "上一頁", "上一页", "Back";
        leave: "離開", "离开", "Leave";
        page_of: "第 {} 頁，共 {} 頁", "第 {} 页，共 {} 页", "Page {} of {}";
        page_navigation: "翻頁", "翻页", "Pages";
        contents: "目錄", "目录", "Contents";
        contents_short: "目錄", "目录", "Contents";
        close: "關閉", "关闭", "Close";
        saving: "儲存中…", "保存中…", "Saving…";
        saved_at: "已儲存 {}", "已保存 {}", "Saved {}";
        not_saved: "尚未儲存", "尚未保存", "Not saved";
        save_again: "再存一次", "再存一次", "Save again";
        required: "必填", "必填", "required";
        guidance: "說明", "说明", "More about this question";
        no_answer: "未作答", "未作答", "No answer";
        please_choose: "請選擇", "请选择", "Please choose";
        clear_answer: "清除答案", "清除答案", "Clear answer";
        add_entry: "新增一項", "新增一项", "Add another";
        remove_entry: "刪除這一項", "删除这一项", "Remove this one";
        remove_sure: "確定刪除，答案無法復原", "确定删除，答案无法恢复", "Remove for good";
        remove_not: "保留", "保留", "Keep";
        entry: "第 {} 項", "第 {} 项", "No. {}";
        from_to: "請輸入 {} 至 {} 之間的數字。", "请输入 {} 至 {} 之间的数字。", "A number from {} to {}.";
        unsupported: "這個版本還不支援這種題型（{}）。請改用紙本記錄這一題。", "这个版本还不支持这种题型（{}）。请改用纸本记录这一题。", "This kind of question ({}) is not supported in this version. Please record the answer on paper.";
        problem_required: "請回答這一題。", "请回答这一题。", "This question needs an answer.";
        problem_constraint: "這個答案不符合要求，請檢查。", "这个答案不符合要求，请检查。", "Please check this answer.";
        problem_integer: "請輸入整數，例如 3。", "请输入整数，例如 3。", "Please enter a whole number, such as 3.";
        problem_decimal: "請輸入數字，例如 3.5。", "请输入数字，例如 3.5。", "Please enter a number, such as 3.5.";
        problem_date: "請輸入日期。", "请输入日期。", "Please enter a date.";
        problem_time: "請輸入時間。", "请输入时间。", "Please enter a time.";
        problem_too_long: "這個答案太長，最後輸入的部分沒有存下來。請縮短。", "这个答案太长，最后输入的部分没有存下来。请缩短。", "This answer is too long; the last part was not kept. Please shorten it.";
        summary_page: "這一頁還有問題", "这一页还有问题", "There is a problem on this page";
        summary_check: "完成之前，請先處理以下各項", "完成之前，请先处理以下各项", "Before you finish, please see to these";
        solved: "已處理", "已处理", "Done";
        continue_anyway: "先跳過，最後再處理", "先跳过，最后再处理", "Leave it for the end and go on";
        standing_untouched: "未填", "未填", "Not begun";
        standing_begun: "填寫中", "填写中", "Begun";
        standing_answered: "已填", "已填", "Answered";
        standing_attention: "需要處理", "需要处理", "Needs attention";
        check_title: "檢查答案", "检查答案", "Check your answers";
        check_short: "檢查答案", "检查答案", "Check";
        check_text: "請確認以下答案無誤，然後按「完成」。", "请确认以下答案无误，然后按“完成”。", "Please see that everything is right, then finish.";
        change: "更改", "更改", "Change";
        back_to_check: "回到檢查", "回到检查", "Back to check";
        finish: "完成", "完成", "Finish";
        finishing: "正在完成…", "正在完成…", "Finishing…";
        no_actor: "請先到「設定」選擇使用者，再按「完成」。答案都已儲存。", "请先到“设置”选择使用者，再按“完成”。答案都已保存。", "Say who is using the device under Settings, then finish. Your answers are saved.";
        not_written: "這份問卷無法完成（{}）。答案仍保存為草稿，請通知主任。", "这份问卷无法完成（{}）。答案仍保存为草稿，请通知主任。", "The questionnaire could not be finished ({}). Your answers are kept as a draft; please tell your supervisor.";
        leave_title: "要離開這份問卷嗎？", "要离开这份问卷吗？", "Leave this questionnaire?";
        leave_text: "答案保存在這部裝置上，隨時可以繼續。", "答案保存在这台设备上，随时可以继续。", "The answers stay on this device. You can go on at any time.";
        leave_later: "保存，稍後繼續", "保存，稍后继续", "Save and go on later";
        stay: "繼續填寫", "继续填写", "Stay here";
        discard: "捨棄草稿", "舍弃草稿", "Discard draft";
        discard_title: "要捨棄這份草稿嗎？", "要舍弃这份草稿吗？", "Discard this draft?";
        discard_text: "{} 題答案將從這部裝置上刪除，無法復原。", "{} 题答案将从这台设备上删除，无法恢复。", "The answers to {} questions will be deleted from this device. This cannot be undone.";
        discard_sure: "捨棄", "舍弃", "Discard";
        keep: "保留草稿", "保留草稿", "Keep draft";
        draft_gone: "找不到這份草稿，可能已經捨棄。", "找不到这份草稿，可能已经舍弃。", "This draft is not here. It may have been discarded.";
        open_elsewhere: "這份問卷正在另一個分頁填寫。請回到那個分頁，或先將它關閉。", "这份问卷正在另一个标签页填写。请回到那个标签页，或先将它关闭。", "This questionnaire is open in another tab. Go back to that tab, or close it first.";
        try_again: "再試一次", "再试一次", "Try again";
        already_finished: "這份問卷已經完成。", "这份问卷已经完成。", "This questionnaire has been finished.";
        see_response: "查看答案", "查看答案", "See the answers";
        unusable: "這份問卷的工作簿無法使用。請通知主任，並附上以下內容。", "这份问卷的工作簿无法使用。请通知主任，并附上以下内容。", "The workbook of this questionnaire cannot be used. Please tell your supervisor, with the lines below.";
        to_today: "回到今日", "回到今日", "Go to Today";
    }
}
