/**
 * Words a block page uses and an ordinary page's title does not. Written for this project from the phrases in
 * laws and notices, not taken from a fingerprint list. They only raise suspicion: what decides is structure
 * and, where there is one, the same page over HTTPS.
 */
const BLOCKING = [
  // English
  /\b(site|page|website|url|domain|resource|content|access)( you (requested|are trying to (access|visit)))?( has been| have been| is| was)? (blocked|banned|prohibited|restricted|filtered|censored)\b/i,
  /\bthis (site|page|website) is not available in your (country|region)\b|\bprohibited content\b/i,
  /\b(access|surf|browsing) (restricted|restriction|prohibited)\b|\bweb ?filter|\binternet filter/i,
  // Russian
  /заблокирован|блокировк|доступ (к (сайту|ресурсу|странице|информационному ресурсу|запрашиваемому ресурсу) )?(ограничен|запрещ[её]н|закрыт|приостановлен)/i,
  /ограничен(ие|ии)? доступ|единый реестр|запрещ[её]нн(ый|ая|ые|ых) (сайт|информаци|ресурс)/i,
  // Ukrainian, Belarusian
  /заблоковано|доступ (до .{0,40})?(обмежено|заборонено)|доступ абмежаваны|заблакаван/i,
  // Kazakh
  /бұғатта|қолжетімділік шектел|кіруге тыйым|қол жеткізу шектел|рұқсат шектел/i,
  // Kyrgyz
  /бөгөттөл|жетүү чектел|кирүүгө тыюу|жеткиликтүүлүк чектел/i,
  // Uzbek, Tajik, Turkmen, Azerbaijani
  /bloklangan|kirish cheklangan|маҳдуд карда|дастрасӣ .{0,20}(маҳдуд|баста)|petiklen|bloklanıb|giriş məhdudlaşdırıl/i,
  // Turkish
  /erişim(e|in)? .{0,20}engel|engellenmiş|erişime kapatıl/i,
  // Arabic, Persian, Urdu
  /محجوب|تم حجب|حجب الموقع|الموقع .{0,20}محظور|مسدود|فیلتر|پیوندها|دسترسی .{0,30}(مسدود|محدود|امکان)|ممنوع/,
  // Chinese, Indonesian, Spanish, French, German, Italian
  /网站.{0,10}(屏蔽|封锁|禁止)|internet positif|situs .{0,20}diblokir|trustpositif/i,
  /(sitio|acceso|página) .{0,20}(bloquead|restringid)|(site|accès) .{0,20}(bloqué|interdit)|gesperrt|sito .{0,20}(bloccat|oscurat)/i,
]

/** Too common in running text; in a title it is the notice itself. */
const BLOCKED_TITLE = /\bblocked\b/i

/** Servers say this of their own accord with a 403, so it counts only where a status says all is well. */
const DENIED =
  /\baccess (is )?denied\b|\bforbidden\b|\brestricted\b|доступ запрещ|erişim engellendi|acceso denegado|zugriff verweigert/i

/** Law, courts and offices that order blocks. */
const AUTHORITY =
  /\b(law|court|order|ministry|government|regulator|authority|legislation|in accordance with|pursuant to)\b|закон|по решению|суд(а|у|ом|ебн)?[\s,.]|решени[ею] |министерств|роскомнадзор|прокуратур|генеральн|постановлен|заң|сот шешім|министрлі|мыйзам|сот чечим|\b(5651|mahkeme|karar|kanun)|قانون|قضائ|وزارة|هيئة|قضای|دادگاه|پولیس/i

export interface BlockWords {
  blocking: boolean
  denied: boolean
  authority: boolean
}

export function blockWords(title: string | null, text: string): BlockWords {
  const all = `${title ?? ''}\n${text}`
  return {
    blocking: BLOCKING.some((words) => words.test(all)) || BLOCKED_TITLE.test(title ?? ''),
    denied: DENIED.test(title ?? '') || DENIED.test(text.slice(0, 200)),
    authority: AUTHORITY.test(all),
  }
}
