//! What counts as the same letter when something is searched: case, accents, full and half width,
//! and the most usual characters that are written otherwise in Traditional and Simplified Chinese.

/// Pairs of a traditional character and its simplified form: names and words of housing estates.
/// Not a dictionary; a character that is not here is found as it is written.
const VARIANTS: &str = "陳陈張张黃黄吳吴劉刘楊杨趙赵鄭郑羅罗梁梁蕭萧鄧邓馮冯許许蔣蒋蘇苏葉叶呂吕盧卢鍾钟鐘钟譚谭陸陆\
韓韩謝谢關关賴赖歐欧區区馬马龍龙龔龚嚴严萬万湯汤賀贺顧顾龐庞聶聂閻阎範范鄒邹鄔邬莊庄溫温紀纪賈贾詹詹\
華华國国強强偉伟傑杰麗丽鳳凤蘭兰瓊琼瑤瑶紅红艷艳燕燕蓮莲鶯莺銀银錦锦鋒锋銘铭鎮镇鑫鑫貴贵賢贤賓宾贊赞\
軍军輝辉運运進进達达遠远連连選选遲迟適适鄉乡鄰邻醫医釋释鋼钢鐵铁鍵键鏡镜長长門门開开間间閒闲閱阅隊队\
陽阳陰阴際际隨随險险隱隐雖虽雙双雜杂離离難难雲云電电霧雾靜静響响頁页項项順顺須须預预領领頭头題题額额\
願愿類类風风飛飞飯饭飲饮養养餘余館馆驗验驚惊體体鬆松鬧闹魚鱼鳥鸟麥麦麵面點点黨党齊齐齒齿齡龄\
業业東东絲丝兩两樂乐乾干亂乱爭争亞亚產产畝亩親亲億亿僅仅從从倉仓儀仪們们價价眾众優优會会傳传傷伤倫伦\
債债側侧億亿儲储兒儿剛刚則则創创劃划劇剧勁劲動动務务勞劳勢势勝胜區区協协單单賣卖衛卫廠厂廳厅歷历厲厉壓压\
參参變变敘叙號号嗎吗吳吴員员問问啟启嘆叹噴喷嚇吓園园圍围圖图圓圆團团場场壞坏塊块堅坚壇坛報报墊垫處处備备\
復复夠够頭头夾夹奪夺奮奋獎奖婦妇媽妈孫孙學学寧宁寶宝實实寵宠審审寫写寬宽將将專专尋寻對对導导層层屬属歲岁\
島岛嶺岭幣币師师帶带帳帐幫帮幹干庫库應应廟庙廢废彈弹當当錄录徑径後后從从恆恒態态總总惡恶戀恋懷怀憂忧慣惯\
憤愤戰战戲戏戶户掃扫揚扬擾扰撫抚拋抛搶抢護护擔担擁拥擇择擊击據据擠挤擴扩擺摆攝摄敵敌數数齋斋斷断無无舊旧\
時时曬晒晚晚曉晓暫暂術术機机殺杀權权條条來来極极構构標标樓楼樣样樹树橋桥檢检歡欢歐欧歲岁殘残氣气漢汉沒没\
溝沟浪浪漲涨潔洁濕湿灣湾淚泪淨净減减測测渾浑濁浊濃浓滅灭滾滚滿满漁渔濾滤瀏浏燈灯爐炉災灾煙烟煩烦熱热燒烧\
爺爷牆墙狀状獨独獲获環环現现瑪玛畫画療疗癢痒發发髮发皺皱盤盘盡尽監监蓋盖眾众矯矫礦矿碼码磚砖禮礼禍祸種种\
稱称穩稳窮穷窗窗竊窃競竞筆笔築筑簡简籃篮糧粮緊紧線线練练組组細细織织終终紹绍經经結结給给絕绝統统維维綠绿\
網网緩缓編编緣缘縣县縮缩績绩續续纜缆罰罚羅罗聖圣聞闻聯联聲声聽听職职腦脑臉脸臟脏臨临舉举艱艰藝艺節节蘇苏\
藥药薦荐蟲虫蠅蝇補补裝装製制複复見见規规視视覺觉觀观觸触計计訂订認认討讨讓让訓训議议記记講讲許许論论設设\
訪访證证評评識识訴诉診诊詞词譯译試试詩诗話话該该詳详語语誤误說说請请諸诸課课誰谁調调談谈謀谋謂谓謎谜譜谱\
貝贝負负財财責责質质貨货貪贪購购貼贴費费貸贷貿贸資资賬账賞赏賠赔賽赛贈赠趕赶趨趋跡迹踐践車车軌轨軟软轉转\
輪轮輕轻載载較较輛辆輸输辦办辭辞邊边遷迁過过還还這这遙遥遞递遺遗郵邮釘钉針针鈕钮鈴铃鉛铅鎖锁錢钱錯错鍋锅\
闊阔闆板陣阵陳陈階阶雞鸡靈灵韻韵頂顶頓顿頻频顆颗顏颜顯显飽饱餓饿馳驰駛驶駐驻騙骗騎骑騰腾鬥斗鮮鲜鴨鸭鵝鹅\
麼么黑黑鼓鼓齣出龜龟裡里裏里檯台臺台颱台週周佈布併并係系傢家儘尽剎刹劑剂廚厨垃垃圾圾塗涂墳坟壩坝夢梦妝妆\
孃娘嬰婴寢寝屆届屍尸峽峡帥帅廣广廈厦彎弯彙汇徵征憑凭懶懒懸悬戧戗拚拼採采掛挂搖摇搗捣撐撑撥拨撲扑攔拦攤摊\
斃毙曠旷曆历樁桩櫃柜欄栏歸归毀毁洩泄涼凉渦涡滲渗漿浆潤润澤泽瀉泻炒炒爛烂犧牺狹狭瘋疯癌癌癮瘾盜盗睜睁矚瞩\
禦御稅税穫获窩窝籌筹籤签糞粪紙纸紛纷紮扎縫缝罵骂羨羡腎肾腫肿膚肤膠胶膽胆艙舱蔔卜蔥葱蕩荡虛虚蝦虾螞蚂蠟蜡";

/// Letters with accents, as Portuguese and its neighbours write them, and without.
const ACCENTS: [(&str, char); 8] = [
    ("àáâãäå", 'a'),
    ("ç", 'c'),
    ("èéêë", 'e'),
    ("ìíîï", 'i'),
    ("ñ", 'n'),
    ("òóôõö", 'o'),
    ("ùúûü", 'u'),
    ("ýÿ", 'y'),
];

/// Folds letters one by one, so that places in a text stay what they are.
#[derive(Debug)]
pub(super) struct Fold {
    /// By the traditional character.
    variants: Vec<(char, char)>,
}

impl Fold {
    pub(super) fn new() -> Self {
        let mut letters = VARIANTS.chars();
        let pairs = std::iter::from_fn(|| Some((letters.next()?, letters.next()?)));
        let mut variants: Vec<_> = pairs.filter(|(from, to)| from != to).collect();
        variants.sort_unstable();
        variants.dedup_by_key(|(from, _)| *from);
        Self { variants }
    }

    pub(super) fn letter(&self, letter: char) -> char {
        match letter {
            '\0'..='\x7f' => letter.to_ascii_lowercase(),
            '\u{3000}' => ' ',
            '\u{ff01}'..='\u{ff5e}' => {
                let half = u32::from(letter) - 0xff01 + 0x21;
                char::from_u32(half).unwrap_or(letter).to_ascii_lowercase()
            }
            'À'..='ÿ' => accentless(letter),
            '\u{4e00}'..='\u{9fff}' => {
                let found = self
                    .variants
                    .binary_search_by_key(&letter, |(from, _)| *from);
                found.map_or(letter, |at| self.variants[at].1)
            }
            _ => letter,
        }
    }

    pub(super) fn text<'a>(&'a self, text: &'a str) -> impl Iterator<Item = char> + 'a {
        text.chars().map(|letter| self.letter(letter))
    }
}

fn accentless(letter: char) -> char {
    let lower = match letter {
        'À'..='Ö' | 'Ø'..='Þ' => char::from_u32(u32::from(letter) + 32).unwrap_or(letter),
        _ => letter,
    };
    let plain = ACCENTS
        .iter()
        .find(|(accented, _)| accented.contains(lower));
    plain.map_or(lower, |(_, plain)| *plain)
}

#[cfg(test)]
mod tests {
    use super::{Fold, VARIANTS};

    #[test]
    fn letters_that_differ_only_in_dress_are_the_same() {
        let fold = Fold::new();
        let folded = |text: &str| fold.text(text).collect::<String>();
        assert_eq!(folded("ＡＢＣ　１２ａ"), "abc 12a");
        assert_eq!(folded("São João"), "sao joao");
        assert_eq!(folded("陳美麗"), folded("陈美丽"));
        assert_eq!(folded("電梯聲音"), "电梯声音");
        assert_eq!(folded("Ω"), "Ω");
    }

    #[test]
    fn the_variants_are_pairs() {
        assert_eq!(VARIANTS.chars().count() % 2, 0);
    }
}
