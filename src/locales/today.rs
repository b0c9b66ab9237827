//! Texts of the round: today, a unit, a finished response.

super::texts! {
    /// Texts of the round.
    TodayTexts {
        surveys: "調查", "调查", "Surveys";
        interviews: "訪談", "访谈", "Interviews";
        of_target: "{} / {} 戶", "{} / {} 户", "{} of {} homes";
        target_reached: "已達標", "已达标", "Target reached";
        next_door: "下一戶", "下一户", "Next door";
        go_on: "繼續填寫", "继续填写", "Go on with";
        answered_of: "已答 {} / {} 題", "已答 {} / {} 题", "{} of {} answered";
        doors: "住戶", "住户", "Doors";
        show: "顯示", "显示", "Show";
        show_todo: "未完成", "未完成", "To do";
        show_mine: "我的", "我的", "Mine";
        hand_over: "移交路線", "移交路线", "Hand over a round";
        show_all: "全部", "全部", "All";
        todo_of: "尚餘 {} / {} 戶", "还剩 {} / {} 户", "{} of {} to do";
        block_done: "這一座已全部完成。", "这一座已全部完成。", "Every door here is done.";
        front: "{} 立面圖", "{} 立面图", "{} as a front";
        no_doors: "這個屋苑還沒有住戶資料。", "这个小区还没有住户资料。", "This estate has no doors yet.";
        state_todo: "未訪", "未访", "To visit";
        state_draft: "填寫中", "填写中", "Begun";
        state_fetch: "待收回", "待收回", "To fetch";
        state_surveyed: "已調查", "已调查", "Surveyed";
        state_interviewed: "已訪談", "已访谈", "Interviewed";
        state_done: "兩項完成", "两项完成", "Both done";
        floor: "{} 樓", "{} 楼", "Floor {}";
        owner: "業主", "业主", "Owner";
        tenant: "租戶", "租户", "Tenant";
        read_only: "以你的職務，這裡只能查看，不能填寫。", "以您的职务，这里只能查看，不能填写。", "In your role you can read here, not fill in.";
        start_survey: "開始調查", "开始调查", "Start the survey";
        start_interview: "填寫訪談記錄表", "填写访谈记录表", "Fill in the record form";
        start_notebook: "開始訪談", "开始访谈", "Start the interview";
        continue_notebook: "繼續訪談", "继续访谈", "Go on with the interview";
        continue_draft: "繼續填寫", "继续填写", "Go on";
        begun_at: "{} 開始", "{} 开始", "Begun {}";
        finished_here: "這一戶已完成的記錄", "这一户已完成的记录", "Finished at this door";
        no_forms: "目前沒有進行中的調查活動。", "目前没有进行中的调查活动。", "No campaign is running.";
        back_to_round: "返回今日", "返回今日", "Back to Today";
        saved: "已保存在這部裝置", "已保存在这台设备", "Saved on this device";
        saved_at: "{}・{}", "{} · {}", "{} · {}";
        on_its_way: "連線後會自動送到辦公室。", "联网后会自动送到办公室。", "It goes to the office as soon as there is a connection.";
        arrived: "已送達辦公室。", "已送达办公室。", "It has arrived at the office.";
        see_answers: "查看答案", "查看答案", "See the answers";
        see_interview: "查看訪談", "查看访谈", "See the interview";
        round_done: "這一輪的住戶已全部走訪。", "这一轮的住户已全部走访。", "Every door of this round has been visited.";
        finished_title: "已完成", "已完成", "Finished";
        finished_none: "這部裝置還沒有完成的記錄。", "这台设备还没有完成的记录。", "Nothing has been finished on this device yet.";
        waiting: "待送", "待发", "Waiting";
        at_office: "已送達", "已送达", "At the office";
        version: "{}・第 {} 版", "{} · 第 {} 版", "{} · version {}";
        accepted: "已接受", "已接受", "Accepted";
        group: "座談會", "座谈会", "Group discussion";
        sent_back: "退回給你的", "退回给您的", "Sent back to you";
        to_correct: "待更正", "待更正", "To correct";
        remarks_count: "{} 條意見", "{} 条意见", "{} remark{s}";
    }
}
