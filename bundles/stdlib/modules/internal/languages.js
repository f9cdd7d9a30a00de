/** The languages of ISO 639-1, and the regions in which CLDR knows them. */

/** @type {Map<string, string[]>} regions by language */
export const languages = new Map(`
aa ab ae af:NA,ZA ak:GH am:ET an ar:AE,BH,DJ,DZ,EG,EH,ER,IL,IQ,JO,KM,KW,LB,LY,MA,MR,OM,PS,QA,SA,SD,SO,SS,SY,TD,TN,
YE as:IN av ay az:AZ ba be:BY bg:BG bh bi bm:ML bn:BD,IN bo:CN,IN br:FR bs:BA ca:AD,ES,FR,IT ce:RU ch co cr cs:CZ
cu cv:RU cy:GB da:DK,GL de:AT,BE,CH,DE,IT,LI,LU dv dz:BT ee:GH,TG el:CY,GR en:AE,AG,AI,AS,AT,AU,BB,BE,BI,BM,BS,BW,
BZ,CA,CC,CH,CK,CM,CX,CY,CZ,DE,DG,DK,DM,ER,ES,FI,FJ,FK,FM,FR,GB,GD,GG,GH,GI,GM,GS,GU,GY,HK,HU,ID,IE,IL,IM,IN,IO,IT,
JE,JM,KE,KI,KN,KY,LC,LR,LS,MG,MH,MO,MP,MS,MT,MU,MV,MW,MY,NA,NF,NG,NL,NO,NR,NU,NZ,PG,PH,PK,PL,PN,PR,PT,PW,RO,RW,SB,
SC,SD,SE,SG,SH,SI,SK,SL,SS,SX,SZ,TC,TK,TO,TT,TV,TZ,UG,UM,US,VC,VG,VI,VU,WS,ZA,ZM,ZW eo es:AR,BO,BR,BZ,CL,CO,CR,CU,
DO,EA,EC,ES,GQ,GT,HN,IC,MX,NI,PA,PE,PH,PR,PY,SV,US,UY,VE et:EE eu:ES fa:AF,IR ff:GN,SN fi:FI fj fo:DK,FO fr:BE,BF,
BI,BJ,BL,CA,CD,CF,CG,CH,CI,CM,DJ,DZ,FR,GA,GF,GN,GP,GQ,HT,KM,LU,MA,MC,MF,MG,ML,MQ,MR,MU,NC,NE,PF,PM,RE,RW,SC,SN,SY,
TD,TG,TN,VU,WF,YT fy:NL ga:GB,IE gd:GB gl:ES gn gu:IN gv:IM ha:GH,NE,NG he:IL hi:IN ho hr:BA,HR ht:HT hu:HU hy:AM
hz ia id:ID ie:EE ig:NG ii:CN ik io is:IS it:CH,IT,SM,VA iu ja:JP jv:ID ka:GE kg ki:KE kj kk:KZ kl:GL km:KH kn:IN
ko:CN,KP,KR kr ks:IN ku:TR kv kw:GB ky:KG la lb:LU lg:UG li ln:AO,CD,CF,CG lo:LA lt:LT lu:CD lv:LV mg:MG mh mi:NZ
mk:MK ml:IN mn:MN mo mr:IN ms:BN,ID,MY,SG mt:MT my:MM na nb:NO,SJ nd:ZW ne:IN,NP ng nl:AW,BE,BQ,CW,NL,SR,SX nn:NO
no:NO nr nv ny oc:ES,FR oj om:ET,KE or:IN os:GE,RU pa:IN,PK pi pl:PL ps:AF,PK pt:AO,BR,CH,CV,GQ,GW,LU,MO,MZ,PT,ST,
TL qu:BO,EC,PE rm:CH rn:BI ro:MD,RO ru:BY,KG,KZ,MD,RU,UA rw:RW sa:IN sc:IT sd:IN,PK se:FI,NO,SE sg:CF si:LK sk:SK
sl:SI sm sn:ZW so:DJ,ET,KE,SO sq:AL,MK,XK sr:BA,CS,ME,RS ss st:LS,ZA su:ID sv:AX,FI,SE sw:CD,KE,TZ,UG ta:IN,LK,MY,
SG te:IN tg:TJ th:TH ti:ER,ET tk:TM tl tn:BW,ZA to:TO tr:CY,TR ts tt:RU tw ty ug:CN uk:UA ur:IN,PK uz:AF,UZ ve
vi:VN vo wa wo:SN xh:ZA yi:UA yo:BJ,NG za:CN zh:CN,HK,MO,SG,TW zu:ZA
`.replaceAll(',\n', ',').trim().split(/\s+/).map((entry) => {
  const [code, regions = ''] = entry.split(':')
  return [code, regions === '' ? [] : regions.split(',')]
}))
