//! Texts for finding one's way: a building's front, walking order, search.

super::texts! {
    /// Texts of the front, the walking order and search.
    WayTexts {
        grid: "立面圖：每一格是一戶，可用方向鍵移動", "立面图：每一格是一户，可用方向键移动", "Front: each cell is a door; move with the arrow keys";
        legend: "按狀態篩選", "按状态筛选", "Show one state only";
        sign_count: "{} {}", "{} {}", "{} {}";
        entrance: "{} 號入口", "{} 号入口", "Entrance {}";
        appointment: "已約時間", "已约时间", "Appointment";
        again: "需再訪", "需再访", "Try again";
        closed: "已結束", "已结束", "Closed";
        vacant: "空置或不適用", "空置或不适用", "Vacant or not eligible";
        outside: "不在樣本", "不在样本", "Not in the sample";
        print: "列印", "打印", "Print";
        order: "走訪次序", "走访次序", "Walking order";
        order_of: "走訪次序", "走访次序", "Walking order";
        order_hint: "拖曳樓層，或用箭嘴按鈕移動；展開樓層可調整各戶的次序。", "拖动楼层，或用箭头按钮移动；展开楼层可调整各户的次序。", "Drag a floor or use its arrows; unfold it to order its doors.";
        not_kept: "次序未能保存，請再試。", "次序未能保存，请再试。", "The order could not be kept. Please try again.";
        walk: "怎樣走這一座", "怎样走这一座", "How this building is walked";
        walk_down: "由上而下", "由上而下", "Top down";
        walk_up: "由下而上", "由下而上", "Ground up";
        walk_entrance: "逐個入口", "逐个入口", "By entrance";
        walk_own: "自訂次序", "自定次序", "Own order";
        floors: "樓層", "楼层", "Floors";
        buildings: "各座的次序", "各座的次序", "Order of the buildings";
        search: "搜尋", "搜索", "Search";
        search_hint: "可按門牌、姓名、電話、答案或訪談內容搜尋，離線也可以。", "可按门牌、姓名、电话、答案或访谈内容搜索，离线也可以。", "Find a door, a name, a phone number, or words of an answer or interview. Works offline.";
        searching: "正在讀取資料，結果會陸續出現。", "正在读取数据，结果会陆续出现。", "Still reading; more may be found in a moment.";
        nothing: "找不到「{}」。", "找不到“{}”。", "Nothing holds “{}”.";
        found: "找到 {} 項", "找到 {} 项", "{} found";
        found_more: "找到 {} 項以上", "找到 {} 项以上", "More than {} found";
        show_more: "顯示更多", "显示更多", "Show more";
        residents: "住戶", "住户", "Residents";
        doors: "門戶", "门户", "Doors";
        blocks: "樓座", "楼座", "Buildings";
        interviews: "訪談", "访谈", "Interviews";
        passages: "訪談摘錄", "访谈摘录", "Passages";
        needs: "需求", "需求", "Needs";
        answers: "調查答案", "调查答案", "Answers";
        visits: "走訪備註", "走访备注", "Notes of visits";
        themes: "主題", "主题", "Themes";
        campaigns: "調查活動", "调查活动", "Campaigns";
        forms: "問卷", "问卷", "Forms";
        people: "同事", "同事", "Colleagues";
    }
}
