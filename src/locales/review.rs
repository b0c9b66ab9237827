//! Texts of the supervisor's review and of the signs of quality.

super::texts! {
    /// Texts of the supervisor's review.
    ReviewTexts {
        review: "審閱", "审阅", "Review";
        review_sub: "收到的問卷與訪談", "收到的问卷与访谈", "Responses and interviews that came in";
        waiting: "待審閱 {}", "待审阅 {}", "Waiting {}";
        returned: "已退回 {}", "已退回 {}", "Sent back {}";
        accepted: "已接受 {}", "已接受 {}", "Accepted {}";
        nothing_waiting: "沒有待審閱的記錄。", "没有待审阅的记录。", "Nothing waits to be reviewed.";
        nothing_here: "沒有記錄。", "没有记录。", "There is nothing here.";
        waiting_line: "{} 筆待審閱", "{} 笔待审阅", "{} to be reviewed";
        stage_new: "新收到", "新收到", "New";
        stage_corrected: "已更正", "已更正", "Corrected";
        stage_returned: "已退回", "已退回", "Sent back";
        stage_accepted: "已接受", "已接受", "Accepted";
        interview: "訪談", "访谈", "Interview";
        open: "審閱這份記錄", "审阅这份记录", "Review it";
        open_record: "看完整記錄", "看完整记录", "The whole record";
        accept: "接受", "接受", "Accept";
        send_back: "退回", "退回", "Send back";
        send_back_needs: "退回前，請先在題目旁或整份記錄加上意見。", "退回前，请先在题目旁或整份记录加上意见。", "Before it can be sent back, say what is to be corrected: a remark at a question, or about the whole.";
        next: "下一份", "下一份", "Next one";
        remark: "意見", "意见", "Remark";
        remark_add: "加意見", "加意见", "Remark";
        remark_edit: "修改意見", "修改意见", "Change the remark";
        remark_whole: "對整份記錄的意見", "对整份记录的意见", "About the whole";
        remark_save: "儲存意見", "保存意见", "Keep the remark";
        remark_take: "移除意見", "移除意见", "Take the remark away";
        correct: "更正", "更正", "Correct";
        correct_value: "正確的答案", "正确的答案", "The right answer";
        correct_reason: "更正原因", "更正原因", "Reason";
        correct_reason_needed: "請寫明原因。", "请写明原因。", "Please give the reason.";
        correct_invalid: "這個答案不符合題目的格式。", "这个答案不符合题目的格式。", "The question does not take this answer.";
        correct_save: "儲存更正", "保存更正", "Keep the correction";
        corrected_by: "{} 已更正：{}", "{} 已更正：{}", "Corrected by {}: {}";
        cancel: "取消", "取消", "Cancel";
        unanswered: "未作答", "未作答", "no answer";
        signs: "值得留意", "值得留意", "Worth a look";
        signs_hint: "這些是按規則找出的跡象，不是結論。", "这些是按规则找出的迹象，不是结论。", "These are signs found by a rule, not verdicts.";
        signs_none: "沒有特別的跡象。", "没有特别的迹象。", "Nothing stands out.";
        fast_asking: "用了 {}，共答 {} 題；每題至少需要 {} 秒", "用了 {}，共答 {} 题；每题至少需要 {} 秒", "Finished in {} with {} answers; asking one takes {} s at least";
        fast_others: "用了 {}；其他 {} 份有一半超過 {}", "用了 {}；其他 {} 份有一半超过 {}", "Finished in {}; of {} others, half took more than {}";
        missing: "適用的 {} 題中有 {} 題未作答", "适用的 {} 题中有 {} 题未作答", "Of {} questions that applied, {} have no answer";
        same_row: "連續 {} 題選了同一個答案", "连续 {} 题选了同一个答案", "The same choice at {} questions in a row";
        odd_hour: "在 {} 完成；訪問時間是 {} 時至 {} 時", "在 {} 完成；访问时间是 {} 时至 {} 时", "Finished at {}; visits are from {} to {} o’clock";
        far: "離這座樓其他 {} 次到訪的位置 {} 米", "离这座楼其他 {} 次到访的位置 {} 米", "Compared with {} other visits to the building, {} m away";
        same_answers: "答案與 {} 完全相同", "答案与 {} 完全相同", "The very same answers as {}";
        same_door: "這一戶在本次調查中已有一份", "这一户在本次调查中已有一份", "This door has a response in this campaign already";
        talk_points: "談了 {}，共談到 {} 個提綱；每個至少需要 {} 秒", "谈了 {}，共谈到 {} 个提纲；每个至少需要 {} 秒", "Took {} with {} points of the guide covered; one takes {} s at least";
        talk_text: "談了 {}，記下 {} 字；一分鐘最多記 {} 字", "谈了 {}，记下 {} 字；一分钟最多记 {} 字", "Took {} with {} characters noted; at most {} are written in a minute";
        talk_silent: "錄音中有 {} 沒有記下任何一行；超過 {} 分鐘會提示", "录音中有 {} 没有记下任何一行；超过 {} 分钟会提示", "Sound ran for {} without a line; more than {} minutes is pointed out";
        talk_nothing: "提綱有 {} 個要點，一個也沒有談到", "提纲有 {} 个要点，一个也没有谈到", "None of the {} points of the guide was covered";
        same_words: "筆記與 {} 完全相同", "笔记与 {} 完全相同", "The very same notes as {}";
        same_door_talk: "這一戶在本次調查中已有一次訪談", "这一户在本次调查中已有一次访谈", "This door has an interview in this campaign already";
        hours: "訪問時間", "访问时间", "Hours of visits";
        hours_from: "由（時）", "由（时）", "From (hour)";
        hours_until: "至（時）", "至（时）", "Until (hour)";
        save: "儲存", "保存", "Save";
        returned_to_you: "這份記錄已退回。請看以下意見並更正：", "这份记录已退回。请看以下意见并更正：", "This was sent back. Please go over these remarks:";
        correct_now: "開始更正", "开始更正", "Correct it";
        as_it_is: "內容無誤", "内容无误", "It is right as it is";
        reply: "回覆（可不填）", "回复（可不填）", "Answer (optional)";
        reply_send: "交回審閱", "交回审阅", "Hand it back";
        replied: "回覆：{}", "回复：{}", "Answer: {}";
    }
}
