#ifdef PEG
struct T_SRC {
	char *fl; int ln;
} T_SRC[NTRANS];

void
tr_2_src(int m, char *file, int ln)
{	T_SRC[m].fl = file;
	T_SRC[m].ln = ln;
}

void
putpeg(int n, int m)
{	printf("%5d	trans %4d ", m, n);
	printf("%s:%d\n",
		T_SRC[n].fl, T_SRC[n].ln);
}
#endif

void
settable(void)
{	Trans *T;
	Trans *settr(int, int, int, int, int, char *, int, int, int);

	trans = (Trans ***) emalloc(6*sizeof(Trans **));

	/* proctype 4: :init: */

	trans[4] = (Trans **) emalloc(8*sizeof(Trans *));

	T = trans[ 4][6] = settr(685,2,0,0,0,"ATOMIC", 0, 2, 0);
	T->nxt	= settr(685,2,1,0,0,"ATOMIC", 0, 2, 0);
	trans[4][1]	= settr(680,2,2,3,3,"(run vcpu(0))", 0, 2, 0);
	trans[4][2]	= settr(681,2,3,4,4,"(run vcpu(1))", 0, 2, 0);
	trans[4][3]	= settr(682,2,4,5,5,"(run outsider())", 0, 2, 0);
	trans[4][4]	= settr(683,2,5,6,6,"(run giver())", 0, 2, 0);
	trans[4][5]	= settr(684,0,7,7,7,"(run auditor())", 0, 2, 0);
	trans[4][7]	= settr(686,0,0,8,8,"-end-", 0, 3500, 0);

	/* proctype 3: auditor */

	trans[3] = (Trans **) emalloc(6*sizeof(Trans *));

	T = trans[ 3][4] = settr(678,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(678,2,1,0,0,"ATOMIC", 1, 2, 0);
	trans[3][1]	= settr(675,4,5,9,9,"((((between==0)&&!(given_away))&&allocated))", 1, 2, 0); /* m: 2 -> 5,0 */
	reached3[2] = 1;
	trans[3][2]	= settr(0,0,0,0,0,"assert((count==( ((kind==WRITABLE)) -> ((maps+foreign)) : (pins) )))",0,0,0);
	trans[3][3]	= settr(0,0,0,0,0,"assert((refs==((((1+maps)+foreign)+pins)+( (partial) -> (1) : (0) ))))",0,0,0);
	trans[3][5]	= settr(679,0,0,10,10,"-end-", 0, 3500, 0);

	/* proctype 2: giver */

	trans[2] = (Trans **) emalloc(55*sizeof(Trans *));

	trans[2][52]	= settr(672,0,51,1,0,".(goto)", 0, 2, 0);
	T = trans[2][51] = settr(671,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(671,0,1,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(671,0,3,0,0,"DO", 0, 2, 0);
	trans[2][1]	= settr(621,0,54,11,11,"((done_it||(tlb_epoch>=12)))", 1, 2, 0);
	trans[2][2]	= settr(622,0,54,1,0,"goto :b13", 0, 2, 0);
	trans[2][3]	= settr(623,0,7,2,0,"else", 0, 2, 0);
	T = trans[ 2][7] = settr(627,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(627,0,6,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 2][6] = settr(626,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(626,2,4,0,0,"ATOMIC", 1, 2, 0);
	trans[2][4]	= settr(624,4,8,12,12,"(!(mm_lock))", 1, 2, 0); /* m: 5 -> 8,0 */
	reached2[5] = 1;
	trans[2][5]	= settr(0,0,0,0,0,"mm_lock = 1",0,0,0);
	trans[2][8]	= settr(628,0,19,13,13,"between = (between+1)", 1, 2, 0);
	T = trans[ 2][19] = settr(639,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(639,2,17,0,0,"ATOMIC", 1, 2, 0);
	T = trans[2][17] = settr(637,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(637,2,9,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(637,2,16,0,0,"IF", 1, 2, 0);
	trans[2][9]	= settr(629,4,20,14,14,"(((refs==1)&&allocated))", 1, 2, 0); /* m: 10 -> 20,0 */
	reached2[10] = 1;
	trans[2][10]	= settr(0,0,0,0,0,"allocated = 0",0,0,0);
	trans[2][11]	= settr(0,0,0,0,0,"refs = 0",0,0,0);
	trans[2][12]	= settr(0,0,0,0,0,"kind = NONE",0,0,0);
	trans[2][13]	= settr(0,0,0,0,0,"done_it = 1",0,0,0);
	trans[2][14]	= settr(0,0,0,0,0,"assert((count==0))",0,0,0);
	trans[2][15]	= settr(0,0,0,0,0,"stamp = tlb_epoch",0,0,0);
	trans[2][18]	= settr(638,0,20,15,15,".(goto)", 1, 2, 0);
	trans[2][16]	= settr(636,2,18,2,0,"else", 1, 2, 0);
	trans[2][20]	= settr(640,0,22,16,16,"between = (between-1)", 1, 2, 0);
	T = trans[ 2][22] = settr(642,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(642,0,21,0,0,"sub-sequence", 0, 2, 0);
	trans[2][21]	= settr(641,0,49,17,17,"mm_lock = 0", 1, 2, 0);
	T = trans[2][49] = settr(669,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(669,0,23,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(669,0,48,0,0,"IF", 0, 2, 0);
	trans[2][23]	= settr(643,0,24,18,0,"(done_it)", 0, 2, 0);
	trans[2][24]	= settr(644,0,44,19,19,"seen = stamp", 1, 2, 0);
	T = trans[ 2][44] = settr(664,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(664,0,25,0,0,"sub-sequence", 0, 2, 0);
	trans[2][25]	= settr(645,0,41,20,20,"cpu = 0", 0, 2, 0);
	trans[2][42]	= settr(662,0,41,1,0,".(goto)", 0, 2, 0);
	T = trans[2][41] = settr(661,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(661,0,26,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(661,0,28,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(661,0,39,0,0,"DO", 0, 2, 0);
	trans[2][26]	= settr(646,0,27,21,0,"(((cpu<2)&&(flush_epoch[cpu]>seen)))", 1, 2, 0);
	trans[2][27]	= settr(647,0,41,22,22,"cpu = (cpu+1)", 0, 2, 0);
	trans[2][28]	= settr(648,0,37,23,0,"(((cpu<2)&&!((flush_epoch[cpu]>seen))))", 1, 2, 0);
	T = trans[ 2][37] = settr(657,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(657,0,32,0,0,"sub-sequence", 0, 2, 0);
/*->*/	trans[2][32]	= settr(652,32,34,24,24,"D_STEP56", 1, 2, 0);
/*->*/	trans[2][34]	= settr(654,32,36,25,25,"D_STEP57", 1, 2, 0);
/*->*/	trans[2][36]	= settr(656,32,38,26,26,"D_STEP58", 1, 2, 0);
	trans[2][38]	= settr(658,0,41,27,27,"cpu = (cpu+1)", 0, 2, 0);
	trans[2][39]	= settr(659,0,47,28,28,"((cpu==2))", 0, 2, 0);
	trans[2][40]	= settr(660,0,47,1,0,"goto :b14", 0, 2, 0);
	trans[2][43]	= settr(663,0,47,1,0,"break", 0, 2, 0);
	T = trans[ 2][47] = settr(667,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(667,2,45,0,0,"ATOMIC", 1, 2, 0);
	trans[2][45]	= settr(665,0,51,29,29,"assert((!(writes[0])&&!(writes[1])))", 1, 2, 0); /* m: 46 -> 0,51 */
	reached2[46] = 1;
	trans[2][46]	= settr(0,0,0,0,0,"given_away = 1",0,0,0);
	trans[2][50]	= settr(670,0,51,1,0,".(goto)", 0, 2, 0);
	trans[2][48]	= settr(668,0,51,2,0,"else", 0, 2, 0);
	trans[2][53]	= settr(673,0,54,1,0,"break", 0, 2, 0);
	trans[2][54]	= settr(674,0,0,30,30,"-end-", 0, 3500, 0);

	/* proctype 1: outsider */

	trans[1] = (Trans **) emalloc(136*sizeof(Trans *));

	trans[1][133]	= settr(618,0,132,1,0,".(goto)", 0, 2, 0);
	T = trans[1][132] = settr(617,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(617,0,1,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(617,0,3,0,0,"DO", 0, 2, 0);
	trans[1][1]	= settr(486,0,135,31,0,"((tlb_epoch>=12))", 1, 2, 0);
	trans[1][2]	= settr(487,0,135,1,0,"goto :b9", 0, 2, 0);
	trans[1][3]	= settr(488,0,4,32,0,"((tlb_epoch<12))", 1, 2, 0);
	trans[1][4]	= settr(489,0,13,33,33,"between = (between+1)", 1, 2, 0);
	T = trans[ 1][13] = settr(498,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(498,0,12,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 1][12] = settr(497,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(497,2,10,0,0,"ATOMIC", 1, 2, 0);
	T = trans[1][10] = settr(495,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(495,2,5,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(495,2,8,0,0,"IF", 1, 2, 0);
	trans[1][5]	= settr(490,4,129,34,34,"((refs>0))", 1, 2, 0); /* m: 6 -> 129,0 */
	reached1[6] = 1;
	trans[1][6]	= settr(0,0,0,0,0,"refs = (refs+1)",0,0,0);
	trans[1][7]	= settr(0,0,0,0,0,"held = 1",0,0,0);
	trans[1][11]	= settr(496,0,129,35,35,".(goto)", 1, 2, 0);
	trans[1][8]	= settr(493,2,9,2,0,"else", 1, 2, 0);
	trans[1][9]	= settr(494,4,129,36,36,"held = 0", 1, 2, 0); /* m: 11 -> 0,129 */
	reached1[11] = 1;
	T = trans[1][129] = settr(614,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(614,0,14,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(614,0,128,0,0,"IF", 0, 2, 0);
	trans[1][14]	= settr(499,0,67,37,37,"(held)", 0, 2, 0);
	T = trans[ 1][67] = settr(552,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(552,0,15,0,0,"sub-sequence", 0, 2, 0);
	trans[1][15]	= settr(500,0,64,38,38,"ok = 0", 0, 2, 0);
	trans[1][65]	= settr(550,0,64,1,0,".(goto)", 0, 2, 0);
	T = trans[1][64] = settr(549,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(549,0,20,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(549,0,24,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(549,0,63,0,0,"DO", 0, 2, 0);
	T = trans[ 1][20] = settr(505,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(505,2,16,0,0,"ATOMIC", 1, 2, 0);
	trans[1][16]	= settr(501,4,126,39,39,"(((kind==WRITABLE)&&!(partial)))", 1, 2, 0); /* m: 17 -> 126,0 */
	reached1[17] = 1;
	trans[1][17]	= settr(0,0,0,0,0,"count = (count+1)",0,0,0);
	trans[1][18]	= settr(0,0,0,0,0,"ok = 1",0,0,0);
	trans[1][19]	= settr(504,0,126,1,0,"goto :b10", 1, 2, 0);
	T = trans[ 1][24] = settr(509,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(509,2,21,0,0,"ATOMIC", 1, 2, 0);
	trans[1][21]	= settr(506,4,47,40,40,"((((kind!=WRITABLE)&&(count==0))&&!(partial)))", 1, 2, 0); /* m: 22 -> 47,0 */
	reached1[22] = 1;
	trans[1][22]	= settr(0,0,0,0,0,"was = kind",0,0,0);
	trans[1][23]	= settr(0,0,0,0,0,"seen = stamp",0,0,0);
	T = trans[1][47] = settr(532,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(532,0,25,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(532,0,46,0,0,"IF", 0, 2, 0);
	trans[1][25]	= settr(510,0,45,41,0,"((was!=NONE))", 0, 2, 0);
	T = trans[ 1][45] = settr(530,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(530,0,26,0,0,"sub-sequence", 0, 2, 0);
	trans[1][26]	= settr(511,0,42,42,42,"cpu = 0", 0, 2, 0);
	trans[1][43]	= settr(528,0,42,1,0,".(goto)", 0, 2, 0);
	T = trans[1][42] = settr(527,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(527,0,27,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(527,0,29,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(527,0,40,0,0,"DO", 0, 2, 0);
	trans[1][27]	= settr(512,0,28,43,0,"(((cpu<2)&&(flush_epoch[cpu]>seen)))", 1, 2, 0);
	trans[1][28]	= settr(513,0,42,44,44,"cpu = (cpu+1)", 0, 2, 0);
	trans[1][29]	= settr(514,0,38,45,0,"(((cpu<2)&&!((flush_epoch[cpu]>seen))))", 1, 2, 0);
	T = trans[ 1][38] = settr(523,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(523,0,33,0,0,"sub-sequence", 0, 2, 0);
/*->*/	trans[1][33]	= settr(518,32,35,46,46,"D_STEP56", 1, 2, 0);
/*->*/	trans[1][35]	= settr(520,32,37,47,47,"D_STEP57", 1, 2, 0);
/*->*/	trans[1][37]	= settr(522,32,39,48,48,"D_STEP58", 1, 2, 0);
	trans[1][39]	= settr(524,0,42,49,49,"cpu = (cpu+1)", 0, 2, 0);
	trans[1][40]	= settr(525,0,59,50,50,"((cpu==2))", 0, 2, 0);
	trans[1][41]	= settr(526,0,59,1,0,"goto :b11", 0, 2, 0);
	trans[1][44]	= settr(529,0,59,1,0,"break", 0, 2, 0);
	trans[1][48]	= settr(533,0,59,1,0,".(goto)", 0, 2, 0);
	trans[1][46]	= settr(531,0,59,2,0,"else", 0, 2, 0);
	T = trans[1][59] = settr(544,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(544,0,55,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(544,0,58,0,0,"IF", 0, 2, 0);
	T = trans[ 1][55] = settr(540,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(540,2,49,0,0,"ATOMIC", 1, 2, 0);
	trans[1][49]	= settr(534,4,126,51,51,"((((kind==was)&&(count==0))&&!(partial)))", 1, 2, 0); /* m: 50 -> 126,0 */
	reached1[50] = 1;
	trans[1][50]	= settr(0,0,0,0,0,"kind = WRITABLE",0,0,0);
	trans[1][51]	= settr(0,0,0,0,0,"count = 1",0,0,0);
	trans[1][52]	= settr(0,0,0,0,0,"valid = 0",0,0,0);
	trans[1][53]	= settr(0,0,0,0,0,"ok = 1",0,0,0);
	trans[1][54]	= settr(539,0,126,1,0,"goto :b10", 1, 2, 0);
	trans[1][60]	= settr(545,0,64,1,0,".(goto)", 0, 2, 0);
	T = trans[ 1][58] = settr(543,2,0,0,0,"ATOMIC", 0, 2, 0);
	T->nxt	= settr(543,2,56,0,0,"ATOMIC", 0, 2, 0);
	trans[1][56]	= settr(541,2,57,2,0,"else", 0, 2, 0);
	trans[1][57]	= settr(542,0,64,1,0,"(1)", 0, 2, 0);
	T = trans[ 1][63] = settr(548,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(548,2,61,0,0,"ATOMIC", 1, 2, 0);
	trans[1][61]	= settr(546,4,126,52,52,"(((kind!=WRITABLE)&&((count>0)||partial)))", 1, 2, 0); /* m: 62 -> 126,0 */
	reached1[62] = 1;
	trans[1][62]	= settr(547,0,126,1,0,"goto :b10", 1, 2, 0);
	trans[1][66]	= settr(551,0,126,1,0,"break", 0, 2, 0);
	T = trans[1][126] = settr(611,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(611,0,68,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(611,0,115,0,0,"IF", 0, 2, 0);
	trans[1][68]	= settr(553,0,71,53,53,"(ok)", 0, 2, 0);
/*->*/	trans[1][71]	= settr(556,32,72,54,54,"D_STEP291", 1, 2, 0);
	trans[1][72]	= settr(557,0,77,55,55,"between = (between-1)", 1, 2, 0);
	T = trans[1][77] = settr(562,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(562,0,75,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(562,0,76,0,0,"IF", 0, 2, 0);
/*->*/	trans[1][75]	= settr(560,32,79,56,56,"D_STEP293", 1, 2, 0);
	trans[1][78]	= settr(563,0,79,1,0,".(goto)", 0, 2, 0);
	trans[1][76]	= settr(561,0,79,1,0,"(1)", 0, 2, 0);
	trans[1][79]	= settr(564,0,82,57,57,"between = (between+1)", 1, 2, 0);
/*->*/	trans[1][82]	= settr(567,32,104,58,58,"D_STEP295", 1, 2, 0);
	T = trans[ 1][104] = settr(589,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(589,0,101,0,0,"sub-sequence", 0, 2, 0);
	trans[1][102]	= settr(587,0,101,1,0,".(goto)", 0, 2, 0);
	T = trans[1][101] = settr(586,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(586,0,85,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(586,0,100,0,0,"DO", 0, 2, 0);
	T = trans[ 1][85] = settr(570,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(570,2,83,0,0,"ATOMIC", 1, 2, 0);
	trans[1][83]	= settr(568,4,87,59,59,"((count==1))", 1, 2, 0); /* m: 84 -> 87,0 */
	reached1[84] = 1;
	trans[1][84]	= settr(0,0,0,0,0,"seen = tlb_epoch",0,0,0);
/*->*/	trans[1][87]	= settr(572,32,95,60,60,"D_STEP103", 1, 2, 0);
	T = trans[1][95] = settr(580,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(580,0,90,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(580,0,94,0,0,"IF", 0, 2, 0);
	T = trans[ 1][90] = settr(575,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(575,2,88,0,0,"ATOMIC", 1, 2, 0);
	trans[1][88]	= settr(573,0,114,61,61,"((count==1))", 1, 2, 0); /* m: 89 -> 114,0 */
	reached1[89] = 1;
	trans[1][89]	= settr(0,0,0,0,0,"count = 0",0,0,0);
	trans[1][91]	= settr(576,0,114,1,0,"goto :b12", 0, 2, 0);
	trans[1][96]	= settr(581,0,101,1,0,".(goto)", 0, 2, 0);
	T = trans[ 1][94] = settr(579,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(579,2,92,0,0,"ATOMIC", 1, 2, 0);
	trans[1][92]	= settr(577,2,93,62,0,"((count!=1))", 1, 2, 0);
	trans[1][93]	= settr(578,0,101,1,0,"(1)", 1, 2, 0);
	T = trans[ 1][100] = settr(585,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(585,2,97,0,0,"ATOMIC", 1, 2, 0);
	trans[1][97]	= settr(582,4,114,63,63,"((count>1))", 1, 2, 0); /* m: 98 -> 114,0 */
	reached1[98] = 1;
	trans[1][98]	= settr(0,0,0,0,0,"count = (count-1)",0,0,0);
	trans[1][99]	= settr(584,0,114,1,0,"goto :b12", 1, 2, 0);
	trans[1][103]	= settr(588,0,114,1,0,"break", 0, 2, 0);
	T = trans[ 1][114] = settr(599,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(599,0,113,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 1][113] = settr(598,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(598,2,105,0,0,"ATOMIC", 1, 2, 0);
	trans[1][105]	= settr(590,2,111,64,64,"refs = (refs-1)", 1, 2, 0);
	T = trans[1][111] = settr(596,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(596,2,106,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(596,2,110,0,0,"IF", 1, 2, 0);
	trans[1][106]	= settr(591,0,131,65,65,"((refs==0))", 1, 2, 0); /* m: 107 -> 131,0 */
	reached1[107] = 1;
	trans[1][107]	= settr(0,0,0,0,0,"assert((!(allocated)&&(count==0)))",0,0,0);
	trans[1][108]	= settr(0,0,0,0,0,"kind = NONE",0,0,0);
	trans[1][109]	= settr(0,0,0,0,0,"stamp = tlb_epoch",0,0,0);
	trans[1][112]	= settr(597,0,131,66,66,".(goto)", 1, 2, 0);
	trans[1][110]	= settr(595,2,112,2,0,"else", 1, 2, 0);
	trans[1][127]	= settr(612,0,131,1,0,".(goto)", 0, 2, 0);
	trans[1][115]	= settr(600,0,125,67,67,"(!(ok))", 0, 2, 0);
	T = trans[ 1][125] = settr(610,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(610,0,124,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 1][124] = settr(609,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(609,2,116,0,0,"ATOMIC", 1, 2, 0);
	trans[1][116]	= settr(601,2,122,68,68,"refs = (refs-1)", 1, 2, 0);
	T = trans[1][122] = settr(607,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(607,2,117,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(607,2,121,0,0,"IF", 1, 2, 0);
	trans[1][117]	= settr(602,0,131,69,69,"((refs==0))", 1, 2, 0); /* m: 118 -> 131,0 */
	reached1[118] = 1;
	trans[1][118]	= settr(0,0,0,0,0,"assert((!(allocated)&&(count==0)))",0,0,0);
	trans[1][119]	= settr(0,0,0,0,0,"kind = NONE",0,0,0);
	trans[1][120]	= settr(0,0,0,0,0,"stamp = tlb_epoch",0,0,0);
	trans[1][123]	= settr(608,0,131,70,70,".(goto)", 1, 2, 0);
	trans[1][121]	= settr(606,2,123,2,0,"else", 1, 2, 0);
	trans[1][130]	= settr(615,0,131,1,0,".(goto)", 0, 2, 0);
	trans[1][128]	= settr(613,0,131,2,0,"else", 0, 2, 0);
	trans[1][131]	= settr(616,0,132,71,71,"between = (between-1)", 1, 2, 0);
	trans[1][134]	= settr(619,0,135,1,0,"break", 0, 2, 0);
	trans[1][135]	= settr(620,0,0,72,72,"-end-", 0, 3500, 0);

	/* proctype 0: vcpu */

	trans[0] = (Trans **) emalloc(487*sizeof(Trans *));

	trans[0][484]	= settr(483,0,483,1,0,".(goto)", 0, 2, 0);
	T = trans[0][483] = settr(482,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(482,0,1,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(482,0,3,0,0,"DO", 0, 2, 0);
	trans[0][1]	= settr(0,0,486,73,0,"((tlb_epoch>=12))", 1, 2, 0);
	trans[0][2]	= settr(1,0,486,1,0,"goto :b0", 0, 2, 0);
	trans[0][3]	= settr(2,0,481,74,0,"((tlb_epoch<12))", 1, 2, 0);
	T = trans[0][481] = settr(480,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(480,0,4,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(480,0,131,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(480,0,176,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(480,0,440,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(480,0,475,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(480,0,478,0,0,"IF", 0, 2, 0);
	trans[0][4]	= settr(3,0,8,75,0,"(((my_maps==0)&&!(given_away)))", 1, 2, 0);
	T = trans[ 0][8] = settr(7,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(7,0,7,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 0][7] = settr(6,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(6,2,5,0,0,"ATOMIC", 1, 2, 0);
	trans[0][5]	= settr(4,4,9,76,76,"(!(mm_lock))", 1, 2, 0); /* m: 6 -> 9,0 */
	reached0[6] = 1;
	trans[0][6]	= settr(0,0,0,0,0,"mm_lock = 1",0,0,0);
	trans[0][9]	= settr(8,0,39,77,77,"between = (between+1)", 1, 2, 0);
	T = trans[ 0][39] = settr(38,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(38,0,36,0,0,"sub-sequence", 0, 2, 0);
	trans[0][37]	= settr(36,0,36,1,0,".(goto)", 0, 2, 0);
	T = trans[0][36] = settr(35,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(35,0,10,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(35,0,16,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(35,0,34,0,0,"DO", 0, 2, 0);
	trans[0][10]	= settr(9,0,11,78,0,"((queued&&(done>0)))", 1, 2, 0);
	trans[0][11]	= settr(10,0,14,79,79,"done = (done-1)", 1, 2, 0);
	T = trans[0][14] = settr(13,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(13,0,12,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(13,0,13,0,0,"IF", 0, 2, 0);
	trans[0][12]	= settr(11,0,126,1,0,"goto :b1", 0, 2, 0);
	trans[0][15]	= settr(14,0,36,1,0,".(goto)", 0, 2, 0);
	trans[0][13]	= settr(12,0,36,1,0,"(1)", 0, 2, 0);
	trans[0][16]	= settr(15,0,22,80,0,"((queued&&(done==0)))", 1, 2, 0);
/*->*/	trans[0][22]	= settr(21,32,32,81,81,"D_STEP137", 1, 2, 0);
	T = trans[ 0][32] = settr(31,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(31,0,31,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 0][31] = settr(30,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(30,2,23,0,0,"ATOMIC", 1, 2, 0);
	trans[0][23]	= settr(22,2,29,82,82,"refs = (refs-1)", 1, 2, 0);
	T = trans[0][29] = settr(28,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(28,2,24,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(28,2,28,0,0,"IF", 1, 2, 0);
	trans[0][24]	= settr(23,0,126,83,83,"((refs==0))", 1, 2, 0); /* m: 25 -> 126,0 */
	reached0[25] = 1;
	trans[0][25]	= settr(0,0,0,0,0,"assert((!(allocated)&&(count==0)))",0,0,0);
	trans[0][26]	= settr(0,0,0,0,0,"kind = NONE",0,0,0);
	trans[0][27]	= settr(0,0,0,0,0,"stamp = tlb_epoch",0,0,0);
	trans[0][30]	= settr(29,0,126,84,84,".(goto)", 1, 2, 0);
	trans[0][28]	= settr(27,2,30,2,0,"else", 1, 2, 0);
	trans[0][33]	= settr(32,0,126,1,0,"goto :b1", 0, 2, 0);
	trans[0][34]	= settr(33,0,126,85,0,"(!(queued))", 1, 2, 0);
	trans[0][35]	= settr(34,0,126,1,0,"goto :b1", 0, 2, 0);
	trans[0][38]	= settr(37,0,126,1,0,"break", 0, 2, 0);
	T = trans[0][126] = settr(125,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(125,0,40,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(125,0,41,0,0,"IF", 0, 2, 0);
	trans[0][40]	= settr(39,0,128,86,0,"(queued)", 1, 2, 0);
	trans[0][127]	= settr(126,0,128,1,0,".(goto)", 0, 2, 0);
	trans[0][41]	= settr(40,0,50,87,0,"(!(queued))", 1, 2, 0);
	T = trans[ 0][50] = settr(49,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(49,0,49,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 0][49] = settr(48,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(48,2,47,0,0,"ATOMIC", 1, 2, 0);
	T = trans[0][47] = settr(46,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(46,2,42,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(46,2,45,0,0,"IF", 1, 2, 0);
	trans[0][42]	= settr(41,4,124,88,88,"((refs>0))", 1, 2, 0); /* m: 43 -> 124,0 */
	reached0[43] = 1;
	trans[0][43]	= settr(0,0,0,0,0,"refs = (refs+1)",0,0,0);
	trans[0][44]	= settr(0,0,0,0,0,"held = 1",0,0,0);
	trans[0][48]	= settr(47,0,124,89,89,".(goto)", 1, 2, 0);
	trans[0][45]	= settr(44,2,46,2,0,"else", 1, 2, 0);
	trans[0][46]	= settr(45,4,124,90,90,"held = 0", 1, 2, 0); /* m: 48 -> 0,124 */
	reached0[48] = 1;
	T = trans[0][124] = settr(123,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(123,0,51,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(123,0,123,0,0,"IF", 0, 2, 0);
	trans[0][51]	= settr(50,0,104,91,91,"(held)", 0, 2, 0);
	T = trans[ 0][104] = settr(103,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(103,0,52,0,0,"sub-sequence", 0, 2, 0);
	trans[0][52]	= settr(51,0,101,92,92,"ok = 0", 0, 2, 0);
	trans[0][102]	= settr(101,0,101,1,0,".(goto)", 0, 2, 0);
	T = trans[0][101] = settr(100,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(100,0,57,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(100,0,61,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(100,0,100,0,0,"DO", 0, 2, 0);
	T = trans[ 0][57] = settr(56,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(56,2,53,0,0,"ATOMIC", 1, 2, 0);
	trans[0][53]	= settr(52,4,121,93,93,"(((kind==WRITABLE)&&!(partial)))", 1, 2, 0); /* m: 54 -> 121,0 */
	reached0[54] = 1;
	trans[0][54]	= settr(0,0,0,0,0,"count = (count+1)",0,0,0);
	trans[0][55]	= settr(0,0,0,0,0,"ok = 1",0,0,0);
	trans[0][56]	= settr(55,0,121,1,0,"goto :b2", 1, 2, 0);
	T = trans[ 0][61] = settr(60,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(60,2,58,0,0,"ATOMIC", 1, 2, 0);
	trans[0][58]	= settr(57,4,84,94,94,"((((kind!=WRITABLE)&&(count==0))&&!(partial)))", 1, 2, 0); /* m: 59 -> 84,0 */
	reached0[59] = 1;
	trans[0][59]	= settr(0,0,0,0,0,"was = kind",0,0,0);
	trans[0][60]	= settr(0,0,0,0,0,"seen = stamp",0,0,0);
	T = trans[0][84] = settr(83,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(83,0,62,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(83,0,83,0,0,"IF", 0, 2, 0);
	trans[0][62]	= settr(61,0,82,95,0,"((was!=NONE))", 0, 2, 0);
	T = trans[ 0][82] = settr(81,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(81,0,63,0,0,"sub-sequence", 0, 2, 0);
	trans[0][63]	= settr(62,0,79,96,96,"cpu = 0", 0, 2, 0);
	trans[0][80]	= settr(79,0,79,1,0,".(goto)", 0, 2, 0);
	T = trans[0][79] = settr(78,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(78,0,64,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(78,0,66,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(78,0,77,0,0,"DO", 0, 2, 0);
	trans[0][64]	= settr(63,0,65,97,0,"(((cpu<2)&&(flush_epoch[cpu]>seen)))", 1, 2, 0);
	trans[0][65]	= settr(64,0,79,98,98,"cpu = (cpu+1)", 0, 2, 0);
	trans[0][66]	= settr(65,0,75,99,0,"(((cpu<2)&&!((flush_epoch[cpu]>seen))))", 1, 2, 0);
	T = trans[ 0][75] = settr(74,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(74,0,70,0,0,"sub-sequence", 0, 2, 0);
/*->*/	trans[0][70]	= settr(69,32,72,100,100,"D_STEP56", 1, 2, 0);
/*->*/	trans[0][72]	= settr(71,32,74,101,101,"D_STEP57", 1, 2, 0);
/*->*/	trans[0][74]	= settr(73,32,76,102,102,"D_STEP58", 1, 2, 0);
	trans[0][76]	= settr(75,0,79,103,103,"cpu = (cpu+1)", 0, 2, 0);
	trans[0][77]	= settr(76,0,96,104,104,"((cpu==2))", 0, 2, 0);
	trans[0][78]	= settr(77,0,96,1,0,"goto :b3", 0, 2, 0);
	trans[0][81]	= settr(80,0,96,1,0,"break", 0, 2, 0);
	trans[0][85]	= settr(84,0,96,1,0,".(goto)", 0, 2, 0);
	trans[0][83]	= settr(82,0,96,2,0,"else", 0, 2, 0);
	T = trans[0][96] = settr(95,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(95,0,92,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(95,0,95,0,0,"IF", 0, 2, 0);
	T = trans[ 0][92] = settr(91,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(91,2,86,0,0,"ATOMIC", 1, 2, 0);
	trans[0][86]	= settr(85,4,121,105,105,"((((kind==was)&&(count==0))&&!(partial)))", 1, 2, 0); /* m: 87 -> 121,0 */
	reached0[87] = 1;
	trans[0][87]	= settr(0,0,0,0,0,"kind = WRITABLE",0,0,0);
	trans[0][88]	= settr(0,0,0,0,0,"count = 1",0,0,0);
	trans[0][89]	= settr(0,0,0,0,0,"valid = 0",0,0,0);
	trans[0][90]	= settr(0,0,0,0,0,"ok = 1",0,0,0);
	trans[0][91]	= settr(90,0,121,1,0,"goto :b2", 1, 2, 0);
	trans[0][97]	= settr(96,0,101,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][95] = settr(94,2,0,0,0,"ATOMIC", 0, 2, 0);
	T->nxt	= settr(94,2,93,0,0,"ATOMIC", 0, 2, 0);
	trans[0][93]	= settr(92,2,94,2,0,"else", 0, 2, 0);
	trans[0][94]	= settr(93,0,101,1,0,"(1)", 0, 2, 0);
	T = trans[ 0][100] = settr(99,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(99,2,98,0,0,"ATOMIC", 1, 2, 0);
	trans[0][98]	= settr(97,4,121,106,106,"(((kind!=WRITABLE)&&((count>0)||partial)))", 1, 2, 0); /* m: 99 -> 121,0 */
	reached0[99] = 1;
	trans[0][99]	= settr(98,0,121,1,0,"goto :b2", 1, 2, 0);
	trans[0][103]	= settr(102,0,121,1,0,"break", 0, 2, 0);
	T = trans[0][121] = settr(120,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(120,0,105,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(120,0,110,0,0,"IF", 0, 2, 0);
	trans[0][105]	= settr(104,0,109,107,107,"(ok)", 0, 2, 0);
/*->*/	trans[0][109]	= settr(108,32,128,108,108,"D_STEP246", 1, 2, 0);
	trans[0][122]	= settr(121,0,128,1,0,".(goto)", 0, 2, 0);
	trans[0][110]	= settr(109,0,120,109,109,"(!(ok))", 0, 2, 0);
	T = trans[ 0][120] = settr(119,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(119,0,119,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 0][119] = settr(118,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(118,2,111,0,0,"ATOMIC", 1, 2, 0);
	trans[0][111]	= settr(110,2,117,110,110,"refs = (refs-1)", 1, 2, 0);
	T = trans[0][117] = settr(116,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(116,2,112,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(116,2,116,0,0,"IF", 1, 2, 0);
	trans[0][112]	= settr(111,0,128,111,111,"((refs==0))", 1, 2, 0); /* m: 113 -> 128,0 */
	reached0[113] = 1;
	trans[0][113]	= settr(0,0,0,0,0,"assert((!(allocated)&&(count==0)))",0,0,0);
	trans[0][114]	= settr(0,0,0,0,0,"kind = NONE",0,0,0);
	trans[0][115]	= settr(0,0,0,0,0,"stamp = tlb_epoch",0,0,0);
	trans[0][118]	= settr(117,0,128,112,112,".(goto)", 1, 2, 0);
	trans[0][116]	= settr(115,2,118,2,0,"else", 1, 2, 0);
	trans[0][125]	= settr(124,0,128,1,0,".(goto)", 0, 2, 0);
	trans[0][123]	= settr(122,0,128,2,0,"else", 0, 2, 0);
	trans[0][128]	= settr(127,0,130,113,113,"between = (between-1)", 1, 2, 0);
	T = trans[ 0][130] = settr(129,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(129,0,129,0,0,"sub-sequence", 0, 2, 0);
	trans[0][129]	= settr(128,0,483,114,114,"mm_lock = 0", 1, 2, 0);
	trans[0][482]	= settr(481,0,483,1,0,".(goto)", 0, 2, 0);
	trans[0][131]	= settr(130,0,135,115,0,"((my_maps>0))", 0, 2, 0);
	T = trans[ 0][135] = settr(134,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(134,0,134,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 0][134] = settr(133,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(133,2,132,0,0,"ATOMIC", 1, 2, 0);
	trans[0][132]	= settr(131,4,136,116,116,"(!(mm_lock))", 1, 2, 0); /* m: 133 -> 136,0 */
	reached0[133] = 1;
	trans[0][133]	= settr(0,0,0,0,0,"mm_lock = 1",0,0,0);
	trans[0][136]	= settr(135,0,140,117,117,"between = (between+1)", 1, 2, 0);
/*->*/	trans[0][140]	= settr(139,32,162,118,118,"D_STEP255", 1, 2, 0);
	T = trans[ 0][162] = settr(161,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(161,0,159,0,0,"sub-sequence", 0, 2, 0);
	trans[0][160]	= settr(159,0,159,1,0,".(goto)", 0, 2, 0);
	T = trans[0][159] = settr(158,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(158,0,143,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(158,0,158,0,0,"DO", 0, 2, 0);
	T = trans[ 0][143] = settr(142,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(142,2,141,0,0,"ATOMIC", 1, 2, 0);
	trans[0][141]	= settr(140,4,145,119,119,"((count==1))", 1, 2, 0); /* m: 142 -> 145,0 */
	reached0[142] = 1;
	trans[0][142]	= settr(0,0,0,0,0,"seen = tlb_epoch",0,0,0);
/*->*/	trans[0][145]	= settr(144,32,153,120,120,"D_STEP103", 1, 2, 0);
	T = trans[0][153] = settr(152,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(152,0,148,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(152,0,152,0,0,"IF", 0, 2, 0);
	T = trans[ 0][148] = settr(147,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(147,2,146,0,0,"ATOMIC", 1, 2, 0);
	trans[0][146]	= settr(145,0,172,121,121,"((count==1))", 1, 2, 0); /* m: 147 -> 172,0 */
	reached0[147] = 1;
	trans[0][147]	= settr(0,0,0,0,0,"count = 0",0,0,0);
	trans[0][149]	= settr(148,0,172,1,0,"goto :b4", 0, 2, 0);
	trans[0][154]	= settr(153,0,159,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][152] = settr(151,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(151,2,150,0,0,"ATOMIC", 1, 2, 0);
	trans[0][150]	= settr(149,2,151,122,0,"((count!=1))", 1, 2, 0);
	trans[0][151]	= settr(150,0,159,1,0,"(1)", 1, 2, 0);
	T = trans[ 0][158] = settr(157,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(157,2,155,0,0,"ATOMIC", 1, 2, 0);
	trans[0][155]	= settr(154,4,172,123,123,"((count>1))", 1, 2, 0); /* m: 156 -> 172,0 */
	reached0[156] = 1;
	trans[0][156]	= settr(0,0,0,0,0,"count = (count-1)",0,0,0);
	trans[0][157]	= settr(156,0,172,1,0,"goto :b4", 1, 2, 0);
	trans[0][161]	= settr(160,0,172,1,0,"break", 0, 2, 0);
	T = trans[ 0][172] = settr(171,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(171,0,171,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 0][171] = settr(170,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(170,2,163,0,0,"ATOMIC", 1, 2, 0);
	trans[0][163]	= settr(162,2,169,124,124,"refs = (refs-1)", 1, 2, 0);
	T = trans[0][169] = settr(168,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(168,2,164,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(168,2,168,0,0,"IF", 1, 2, 0);
	trans[0][164]	= settr(163,4,173,125,125,"((refs==0))", 1, 2, 0); /* m: 165 -> 173,0 */
	reached0[165] = 1;
	trans[0][165]	= settr(0,0,0,0,0,"assert((!(allocated)&&(count==0)))",0,0,0);
	trans[0][166]	= settr(0,0,0,0,0,"kind = NONE",0,0,0);
	trans[0][167]	= settr(0,0,0,0,0,"stamp = tlb_epoch",0,0,0);
	trans[0][170]	= settr(169,0,173,126,126,".(goto)", 1, 2, 0);
	trans[0][168]	= settr(167,2,170,2,0,"else", 1, 2, 0);
	trans[0][173]	= settr(172,0,175,127,127,"between = (between-1)", 1, 2, 0);
	T = trans[ 0][175] = settr(174,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(174,0,174,0,0,"sub-sequence", 0, 2, 0);
	trans[0][174]	= settr(173,0,483,128,128,"mm_lock = 0", 1, 2, 0);
	trans[0][176]	= settr(175,0,180,129,0,"(((my_pins==0)&&!(given_away)))", 1, 2, 0);
	T = trans[ 0][180] = settr(179,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(179,0,179,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 0][179] = settr(178,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(178,2,177,0,0,"ATOMIC", 1, 2, 0);
	trans[0][177]	= settr(176,4,181,130,130,"(!(mm_lock))", 1, 2, 0); /* m: 178 -> 181,0 */
	reached0[178] = 1;
	trans[0][178]	= settr(0,0,0,0,0,"mm_lock = 1",0,0,0);
	trans[0][181]	= settr(180,0,211,131,131,"between = (between+1)", 1, 2, 0);
	T = trans[ 0][211] = settr(210,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(210,0,208,0,0,"sub-sequence", 0, 2, 0);
	trans[0][209]	= settr(208,0,208,1,0,".(goto)", 0, 2, 0);
	T = trans[0][208] = settr(207,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(207,0,182,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(207,0,188,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(207,0,206,0,0,"DO", 0, 2, 0);
	trans[0][182]	= settr(181,0,183,132,0,"((queued&&(done>0)))", 1, 2, 0);
	trans[0][183]	= settr(182,0,186,133,133,"done = (done-1)", 1, 2, 0);
	T = trans[0][186] = settr(185,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(185,0,184,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(185,0,185,0,0,"IF", 0, 2, 0);
	trans[0][184]	= settr(183,0,435,1,0,"goto :b5", 0, 2, 0);
	trans[0][187]	= settr(186,0,208,1,0,".(goto)", 0, 2, 0);
	trans[0][185]	= settr(184,0,208,1,0,"(1)", 0, 2, 0);
	trans[0][188]	= settr(187,0,194,134,0,"((queued&&(done==0)))", 1, 2, 0);
/*->*/	trans[0][194]	= settr(193,32,204,135,135,"D_STEP137", 1, 2, 0);
	T = trans[ 0][204] = settr(203,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(203,0,203,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 0][203] = settr(202,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(202,2,195,0,0,"ATOMIC", 1, 2, 0);
	trans[0][195]	= settr(194,2,201,136,136,"refs = (refs-1)", 1, 2, 0);
	T = trans[0][201] = settr(200,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(200,2,196,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(200,2,200,0,0,"IF", 1, 2, 0);
	trans[0][196]	= settr(195,0,435,137,137,"((refs==0))", 1, 2, 0); /* m: 197 -> 435,0 */
	reached0[197] = 1;
	trans[0][197]	= settr(0,0,0,0,0,"assert((!(allocated)&&(count==0)))",0,0,0);
	trans[0][198]	= settr(0,0,0,0,0,"kind = NONE",0,0,0);
	trans[0][199]	= settr(0,0,0,0,0,"stamp = tlb_epoch",0,0,0);
	trans[0][202]	= settr(201,0,435,138,138,".(goto)", 1, 2, 0);
	trans[0][200]	= settr(199,2,202,2,0,"else", 1, 2, 0);
	trans[0][205]	= settr(204,0,435,1,0,"goto :b5", 0, 2, 0);
	trans[0][206]	= settr(205,0,435,139,0,"(!(queued))", 1, 2, 0);
	trans[0][207]	= settr(206,0,435,1,0,"goto :b5", 0, 2, 0);
	trans[0][210]	= settr(209,0,435,1,0,"break", 0, 2, 0);
	T = trans[0][435] = settr(434,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(434,0,212,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(434,0,213,0,0,"IF", 0, 2, 0);
	trans[0][212]	= settr(211,0,437,140,0,"(queued)", 1, 2, 0);
	trans[0][436]	= settr(435,0,437,1,0,".(goto)", 0, 2, 0);
	trans[0][213]	= settr(212,0,428,141,0,"(!(queued))", 1, 2, 0);
	T = trans[ 0][428] = settr(427,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(427,0,214,0,0,"sub-sequence", 0, 2, 0);
	trans[0][214]	= settr(213,0,223,142,142,"ok = 0", 0, 2, 0);
	T = trans[ 0][223] = settr(222,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(222,0,222,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 0][222] = settr(221,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(221,2,220,0,0,"ATOMIC", 1, 2, 0);
	T = trans[0][220] = settr(219,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(219,2,215,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(219,2,218,0,0,"IF", 1, 2, 0);
	trans[0][215]	= settr(214,4,426,143,143,"((refs>0))", 1, 2, 0); /* m: 216 -> 426,0 */
	reached0[216] = 1;
	trans[0][216]	= settr(0,0,0,0,0,"refs = (refs+1)",0,0,0);
	trans[0][217]	= settr(0,0,0,0,0,"held = 1",0,0,0);
	trans[0][221]	= settr(220,0,426,144,144,".(goto)", 1, 2, 0);
	trans[0][218]	= settr(217,2,219,2,0,"else", 1, 2, 0);
	trans[0][219]	= settr(218,4,426,145,145,"held = 0", 1, 2, 0); /* m: 221 -> 0,426 */
	reached0[221] = 1;
	T = trans[0][426] = settr(425,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(425,0,224,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(425,0,225,0,0,"IF", 0, 2, 0);
	trans[0][224]	= settr(223,0,433,146,146,"(!(held))", 0, 2, 0);
	trans[0][427]	= settr(426,0,433,1,0,".(goto)", 0, 2, 0);
	trans[0][225]	= settr(224,0,424,147,147,"(held)", 0, 2, 0);
	T = trans[0][424] = settr(423,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(423,0,226,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(423,0,237,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(423,0,311,0,0,"IF", 0, 2, 0);
	trans[0][226]	= settr(225,0,236,148,0,"((partial&&releasing))", 1, 2, 0);
	T = trans[ 0][236] = settr(235,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(235,0,235,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 0][235] = settr(234,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(234,2,227,0,0,"ATOMIC", 1, 2, 0);
	trans[0][227]	= settr(226,2,233,149,149,"refs = (refs-1)", 1, 2, 0);
	T = trans[0][233] = settr(232,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(232,2,228,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(232,2,232,0,0,"IF", 1, 2, 0);
	trans[0][228]	= settr(227,0,433,150,150,"((refs==0))", 1, 2, 0); /* m: 229 -> 433,0 */
	reached0[229] = 1;
	trans[0][229]	= settr(0,0,0,0,0,"assert((!(allocated)&&(count==0)))",0,0,0);
	trans[0][230]	= settr(0,0,0,0,0,"kind = NONE",0,0,0);
	trans[0][231]	= settr(0,0,0,0,0,"stamp = tlb_epoch",0,0,0);
	trans[0][234]	= settr(233,0,433,151,151,".(goto)", 1, 2, 0);
	trans[0][232]	= settr(231,2,234,2,0,"else", 1, 2, 0);
	trans[0][425]	= settr(424,0,433,1,0,".(goto)", 0, 2, 0);
	trans[0][237]	= settr(236,0,309,152,0,"((partial&&!(releasing)))", 1, 2, 0);
	T = trans[0][309] = settr(308,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(308,0,295,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(308,0,298,0,0,"IF", 0, 2, 0);
	T = trans[ 0][295] = settr(294,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(294,0,238,0,0,"sub-sequence", 0, 2, 0);
	trans[0][238]	= settr(237,0,254,153,153,"checked_from_here = 1", 0, 2, 0);
	trans[0][255]	= settr(254,0,254,1,0,".(goto)", 0, 2, 0);
	T = trans[0][254] = settr(253,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(253,0,239,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(253,0,252,0,0,"DO", 0, 2, 0);
	trans[0][239]	= settr(238,0,240,154,0,"((done<2))", 1, 2, 0);
	trans[0][240]	= settr(239,0,241,155,0,"assert(!((((kind==TABLE)&&(valid||(partial&&!(releasing))))&&writes[0])))", 1, 2, 0);
	trans[0][241]	= settr(240,0,250,156,0,"assert(!((((kind==TABLE)&&(valid||(partial&&!(releasing))))&&writes[1])))", 1, 2, 0);
	T = trans[0][250] = settr(249,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(249,0,242,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(249,0,243,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(249,0,245,0,0,"IF", 0, 2, 0);
	trans[0][242]	= settr(241,0,254,157,157,"done = (done+1)", 1, 2, 0);
	trans[0][251]	= settr(250,0,254,1,0,".(goto)", 0, 2, 0);
	trans[0][243]	= settr(242,0,292,158,158,"checked_from_here = 0", 0, 2, 0);
	trans[0][244]	= settr(243,0,292,1,0,"goto :b6", 0, 2, 0);
	trans[0][245]	= settr(244,0,248,159,159,"checked_from_here = 0", 0, 2, 0);
/*->*/	trans[0][248]	= settr(247,32,292,160,160,"D_STEP193", 1, 2, 0);
	trans[0][249]	= settr(248,0,292,1,0,"goto :b6", 0, 2, 0);
	trans[0][252]	= settr(251,0,292,161,0,"((done==2))", 1, 2, 0);
	trans[0][253]	= settr(252,0,292,1,0,"goto :b6", 0, 2, 0);
	trans[0][256]	= settr(255,0,292,1,0,"break", 0, 2, 0);
	T = trans[0][292] = settr(291,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(291,0,257,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(291,0,277,0,0,"IF", 0, 2, 0);
	trans[0][257]	= settr(256,0,262,162,162,"(checked_from_here)", 0, 2, 0);
/*->*/	trans[0][262]	= settr(261,32,275,163,163,"D_STEP199", 1, 2, 0);
	T = trans[0][275] = settr(274,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(274,0,263,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(274,0,274,0,0,"IF", 0, 2, 0);
	trans[0][263]	= settr(262,0,273,164,164,"(!(fresh))", 0, 2, 0);
	T = trans[ 0][273] = settr(272,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(272,0,272,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 0][272] = settr(271,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(271,2,264,0,0,"ATOMIC", 1, 2, 0);
	trans[0][264]	= settr(263,2,270,165,165,"refs = (refs-1)", 1, 2, 0);
	T = trans[0][270] = settr(269,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(269,2,265,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(269,2,269,0,0,"IF", 1, 2, 0);
	trans[0][265]	= settr(264,0,433,166,166,"((refs==0))", 1, 2, 0); /* m: 266 -> 433,0 */
	reached0[266] = 1;
	trans[0][266]	= settr(0,0,0,0,0,"assert((!(allocated)&&(count==0)))",0,0,0);
	trans[0][267]	= settr(0,0,0,0,0,"kind = NONE",0,0,0);
	trans[0][268]	= settr(0,0,0,0,0,"stamp = tlb_epoch",0,0,0);
	trans[0][271]	= settr(270,0,433,167,167,".(goto)", 1, 2, 0); /* m: 294 -> 0,433 */
	reached0[294] = 1;
	trans[0][269]	= settr(268,2,271,2,0,"else", 1, 2, 0);
	trans[0][276]	= settr(275,0,294,1,0,".(goto)", 0, 2, 0); /* m: 294 -> 0,433 */
	reached0[294] = 1;
	trans[0][274]	= settr(273,0,294,2,0,"else", 0, 2, 0);
	trans[0][293]	= settr(292,0,294,1,0,".(goto)", 0, 2, 0); /* m: 294 -> 0,433 */
	reached0[294] = 1;
	trans[0][277]	= settr(276,0,290,2,0,"else", 0, 2, 0);
	T = trans[0][290] = settr(289,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(289,0,278,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(289,0,289,0,0,"IF", 0, 2, 0);
	trans[0][278]	= settr(277,0,288,168,168,"(!(fresh))", 0, 2, 0);
	T = trans[ 0][288] = settr(287,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(287,0,287,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 0][287] = settr(286,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(286,2,279,0,0,"ATOMIC", 1, 2, 0);
	trans[0][279]	= settr(278,2,285,169,169,"refs = (refs-1)", 1, 2, 0);
	T = trans[0][285] = settr(284,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(284,2,280,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(284,2,284,0,0,"IF", 1, 2, 0);
	trans[0][280]	= settr(279,0,433,170,170,"((refs==0))", 1, 2, 0); /* m: 281 -> 433,0 */
	reached0[281] = 1;
	trans[0][281]	= settr(0,0,0,0,0,"assert((!(allocated)&&(count==0)))",0,0,0);
	trans[0][282]	= settr(0,0,0,0,0,"kind = NONE",0,0,0);
	trans[0][283]	= settr(0,0,0,0,0,"stamp = tlb_epoch",0,0,0);
	trans[0][286]	= settr(285,0,433,171,171,".(goto)", 1, 2, 0); /* m: 294 -> 0,433 */
	reached0[294] = 1;
	trans[0][284]	= settr(283,2,286,2,0,"else", 1, 2, 0);
	trans[0][291]	= settr(290,0,294,1,0,".(goto)", 0, 2, 0); /* m: 294 -> 0,433 */
	reached0[294] = 1;
	trans[0][289]	= settr(288,0,294,2,0,"else", 0, 2, 0);
	trans[0][294]	= settr(293,0,433,172,172,"fresh = 0", 0, 2, 0);
	trans[0][310]	= settr(309,0,433,1,0,".(goto)", 0, 2, 0);
/*->*/	trans[0][298]	= settr(297,32,308,173,173,"D_STEP159", 1, 2, 0);
	T = trans[ 0][308] = settr(307,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(307,0,307,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 0][307] = settr(306,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(306,2,299,0,0,"ATOMIC", 1, 2, 0);
	trans[0][299]	= settr(298,2,305,174,174,"refs = (refs-1)", 1, 2, 0);
	T = trans[0][305] = settr(304,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(304,2,300,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(304,2,304,0,0,"IF", 1, 2, 0);
	trans[0][300]	= settr(299,0,433,175,175,"((refs==0))", 1, 2, 0); /* m: 301 -> 433,0 */
	reached0[301] = 1;
	trans[0][301]	= settr(0,0,0,0,0,"assert((!(allocated)&&(count==0)))",0,0,0);
	trans[0][302]	= settr(0,0,0,0,0,"kind = NONE",0,0,0);
	trans[0][303]	= settr(0,0,0,0,0,"stamp = tlb_epoch",0,0,0);
	trans[0][306]	= settr(305,0,433,176,176,".(goto)", 1, 2, 0);
	trans[0][304]	= settr(303,2,306,2,0,"else", 1, 2, 0);
	trans[0][311]	= settr(310,0,422,177,0,"(!(partial))", 1, 2, 0);
	T = trans[0][422] = settr(421,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(421,0,315,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(421,0,318,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(421,0,337,0,0,"IF", 0, 2, 0);
	T = trans[ 0][315] = settr(314,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(314,2,312,0,0,"ATOMIC", 1, 2, 0);
	trans[0][312]	= settr(311,0,433,178,178,"(((kind==TABLE)&&(count>0)))", 1, 2, 0); /* m: 313 -> 433,0 */
	reached0[313] = 1;
	trans[0][313]	= settr(0,0,0,0,0,"count = (count+1)",0,0,0);
	trans[0][314]	= settr(0,0,0,0,0,"ok = 1",0,0,0);
	trans[0][423]	= settr(422,0,433,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][318] = settr(317,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(317,2,316,0,0,"ATOMIC", 1, 2, 0);
	trans[0][316]	= settr(315,2,317,179,0,"(((kind!=TABLE)&&(count>0)))", 1, 2, 0);
	trans[0][317]	= settr(316,0,328,1,0,"(1)", 1, 2, 0);
	T = trans[ 0][328] = settr(327,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(327,0,327,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 0][327] = settr(326,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(326,2,319,0,0,"ATOMIC", 1, 2, 0);
	trans[0][319]	= settr(318,2,325,180,180,"refs = (refs-1)", 1, 2, 0);
	T = trans[0][325] = settr(324,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(324,2,320,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(324,2,324,0,0,"IF", 1, 2, 0);
	trans[0][320]	= settr(319,0,433,181,181,"((refs==0))", 1, 2, 0); /* m: 321 -> 433,0 */
	reached0[321] = 1;
	trans[0][321]	= settr(0,0,0,0,0,"assert((!(allocated)&&(count==0)))",0,0,0);
	trans[0][322]	= settr(0,0,0,0,0,"kind = NONE",0,0,0);
	trans[0][323]	= settr(0,0,0,0,0,"stamp = tlb_epoch",0,0,0);
	trans[0][326]	= settr(325,0,433,182,182,".(goto)", 1, 2, 0);
	trans[0][324]	= settr(323,2,326,2,0,"else", 1, 2, 0);
	T = trans[ 0][337] = settr(336,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(336,2,329,0,0,"ATOMIC", 1, 2, 0);
	trans[0][329]	= settr(328,4,360,183,183,"((count==0))", 1, 2, 0); /* m: 330 -> 360,0 */
	reached0[330] = 1;
	trans[0][330]	= settr(0,0,0,0,0,"was = kind",0,0,0);
	trans[0][331]	= settr(0,0,0,0,0,"seen = stamp",0,0,0);
	trans[0][332]	= settr(0,0,0,0,0,"kind = TABLE",0,0,0);
	trans[0][333]	= settr(0,0,0,0,0,"partial = 1",0,0,0);
	trans[0][334]	= settr(0,0,0,0,0,"valid = 0",0,0,0);
	trans[0][335]	= settr(0,0,0,0,0,"releasing = 0",0,0,0);
	trans[0][336]	= settr(0,0,0,0,0,"done = 0",0,0,0);
	T = trans[0][360] = settr(359,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(359,0,338,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(359,0,359,0,0,"IF", 0, 2, 0);
	trans[0][338]	= settr(337,0,358,184,184,"((was==WRITABLE))", 0, 2, 0);
	T = trans[ 0][358] = settr(357,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(357,0,339,0,0,"sub-sequence", 0, 2, 0);
	trans[0][339]	= settr(338,0,355,185,185,"cpu = 0", 0, 2, 0);
	trans[0][356]	= settr(355,0,355,1,0,".(goto)", 0, 2, 0);
	T = trans[0][355] = settr(354,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(354,0,340,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(354,0,342,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(354,0,353,0,0,"DO", 0, 2, 0);
	trans[0][340]	= settr(339,0,341,186,0,"(((cpu<2)&&(flush_epoch[cpu]>seen)))", 1, 2, 0);
	trans[0][341]	= settr(340,0,355,187,187,"cpu = (cpu+1)", 0, 2, 0);
	trans[0][342]	= settr(341,0,351,188,0,"(((cpu<2)&&!((flush_epoch[cpu]>seen))))", 1, 2, 0);
	T = trans[ 0][351] = settr(350,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(350,0,346,0,0,"sub-sequence", 0, 2, 0);
/*->*/	trans[0][346]	= settr(345,32,348,189,189,"D_STEP56", 1, 2, 0);
/*->*/	trans[0][348]	= settr(347,32,350,190,190,"D_STEP57", 1, 2, 0);
/*->*/	trans[0][350]	= settr(349,32,352,191,191,"D_STEP58", 1, 2, 0);
	trans[0][352]	= settr(351,0,355,192,192,"cpu = (cpu+1)", 0, 2, 0);
	trans[0][353]	= settr(352,0,421,193,193,"((cpu==2))", 0, 2, 0); /* m: 362 -> 421,0 */
	reached0[362] = 1;
	trans[0][354]	= settr(353,0,362,1,0,"goto :b7", 0, 2, 0); /* m: 362 -> 0,421 */
	reached0[362] = 1;
	trans[0][357]	= settr(356,0,362,1,0,"break", 0, 2, 0);
	trans[0][361]	= settr(360,0,362,1,0,".(goto)", 0, 2, 0); /* m: 362 -> 0,421 */
	reached0[362] = 1;
	trans[0][359]	= settr(358,0,362,2,0,"else", 0, 2, 0);
	trans[0][362]	= settr(361,0,421,194,194,"checked_from_here = 1", 0, 2, 0); /* m: 363 -> 0,421 */
	reached0[363] = 1;
	trans[0][363]	= settr(0,0,0,0,0,"fresh = 1",0,0,0);
	T = trans[ 0][421] = settr(420,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(420,0,364,0,0,"sub-sequence", 0, 2, 0);
	trans[0][364]	= settr(363,0,380,195,195,"checked_from_here = 1", 0, 2, 0);
	trans[0][381]	= settr(380,0,380,1,0,".(goto)", 0, 2, 0);
	T = trans[0][380] = settr(379,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(379,0,365,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(379,0,378,0,0,"DO", 0, 2, 0);
	trans[0][365]	= settr(364,0,366,196,0,"((done<2))", 1, 2, 0);
	trans[0][366]	= settr(365,0,367,197,0,"assert(!((((kind==TABLE)&&(valid||(partial&&!(releasing))))&&writes[0])))", 1, 2, 0);
	trans[0][367]	= settr(366,0,376,198,0,"assert(!((((kind==TABLE)&&(valid||(partial&&!(releasing))))&&writes[1])))", 1, 2, 0);
	T = trans[0][376] = settr(375,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(375,0,368,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(375,0,369,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(375,0,371,0,0,"IF", 0, 2, 0);
	trans[0][368]	= settr(367,0,380,199,199,"done = (done+1)", 1, 2, 0);
	trans[0][377]	= settr(376,0,380,1,0,".(goto)", 0, 2, 0);
	trans[0][369]	= settr(368,0,418,200,200,"checked_from_here = 0", 0, 2, 0);
	trans[0][370]	= settr(369,0,418,1,0,"goto :b8", 0, 2, 0);
	trans[0][371]	= settr(370,0,374,201,201,"checked_from_here = 0", 0, 2, 0);
/*->*/	trans[0][374]	= settr(373,32,418,202,202,"D_STEP193", 1, 2, 0);
	trans[0][375]	= settr(374,0,418,1,0,"goto :b8", 0, 2, 0);
	trans[0][378]	= settr(377,0,418,203,0,"((done==2))", 1, 2, 0);
	trans[0][379]	= settr(378,0,418,1,0,"goto :b8", 0, 2, 0);
	trans[0][382]	= settr(381,0,418,1,0,"break", 0, 2, 0);
	T = trans[0][418] = settr(417,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(417,0,383,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(417,0,403,0,0,"IF", 0, 2, 0);
	trans[0][383]	= settr(382,0,388,204,204,"(checked_from_here)", 0, 2, 0);
/*->*/	trans[0][388]	= settr(387,32,401,205,205,"D_STEP199", 1, 2, 0);
	T = trans[0][401] = settr(400,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(400,0,389,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(400,0,400,0,0,"IF", 0, 2, 0);
	trans[0][389]	= settr(388,0,399,206,206,"(!(fresh))", 0, 2, 0);
	T = trans[ 0][399] = settr(398,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(398,0,398,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 0][398] = settr(397,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(397,2,390,0,0,"ATOMIC", 1, 2, 0);
	trans[0][390]	= settr(389,2,396,207,207,"refs = (refs-1)", 1, 2, 0);
	T = trans[0][396] = settr(395,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(395,2,391,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(395,2,395,0,0,"IF", 1, 2, 0);
	trans[0][391]	= settr(390,0,433,208,208,"((refs==0))", 1, 2, 0); /* m: 392 -> 433,0 */
	reached0[392] = 1;
	trans[0][392]	= settr(0,0,0,0,0,"assert((!(allocated)&&(count==0)))",0,0,0);
	trans[0][393]	= settr(0,0,0,0,0,"kind = NONE",0,0,0);
	trans[0][394]	= settr(0,0,0,0,0,"stamp = tlb_epoch",0,0,0);
	trans[0][397]	= settr(396,0,433,209,209,".(goto)", 1, 2, 0); /* m: 420 -> 0,433 */
	reached0[420] = 1;
	trans[0][395]	= settr(394,2,397,2,0,"else", 1, 2, 0);
	trans[0][402]	= settr(401,0,420,1,0,".(goto)", 0, 2, 0); /* m: 420 -> 0,433 */
	reached0[420] = 1;
	trans[0][400]	= settr(399,0,420,2,0,"else", 0, 2, 0);
	trans[0][419]	= settr(418,0,420,1,0,".(goto)", 0, 2, 0); /* m: 420 -> 0,433 */
	reached0[420] = 1;
	trans[0][403]	= settr(402,0,416,2,0,"else", 0, 2, 0);
	T = trans[0][416] = settr(415,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(415,0,404,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(415,0,415,0,0,"IF", 0, 2, 0);
	trans[0][404]	= settr(403,0,414,210,210,"(!(fresh))", 0, 2, 0);
	T = trans[ 0][414] = settr(413,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(413,0,413,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 0][413] = settr(412,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(412,2,405,0,0,"ATOMIC", 1, 2, 0);
	trans[0][405]	= settr(404,2,411,211,211,"refs = (refs-1)", 1, 2, 0);
	T = trans[0][411] = settr(410,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(410,2,406,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(410,2,410,0,0,"IF", 1, 2, 0);
	trans[0][406]	= settr(405,0,433,212,212,"((refs==0))", 1, 2, 0); /* m: 407 -> 433,0 */
	reached0[407] = 1;
	trans[0][407]	= settr(0,0,0,0,0,"assert((!(allocated)&&(count==0)))",0,0,0);
	trans[0][408]	= settr(0,0,0,0,0,"kind = NONE",0,0,0);
	trans[0][409]	= settr(0,0,0,0,0,"stamp = tlb_epoch",0,0,0);
	trans[0][412]	= settr(411,0,433,213,213,".(goto)", 1, 2, 0); /* m: 420 -> 0,433 */
	reached0[420] = 1;
	trans[0][410]	= settr(409,2,412,2,0,"else", 1, 2, 0);
	trans[0][417]	= settr(416,0,420,1,0,".(goto)", 0, 2, 0); /* m: 420 -> 0,433 */
	reached0[420] = 1;
	trans[0][415]	= settr(414,0,420,2,0,"else", 0, 2, 0);
	trans[0][420]	= settr(419,0,433,214,214,"fresh = 0", 0, 2, 0);
	T = trans[0][433] = settr(432,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(432,0,429,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(432,0,432,0,0,"IF", 0, 2, 0);
	trans[0][429]	= settr(428,0,431,215,215,"(ok)", 0, 2, 0); /* m: 430 -> 431,0 */
	reached0[430] = 1;
	trans[0][430]	= settr(0,0,0,0,0,"my_pins = (my_pins+1)",0,0,0);
	trans[0][431]	= settr(430,0,437,216,216,"pins = (pins+1)", 1, 2, 0);
	trans[0][434]	= settr(433,0,437,1,0,".(goto)", 0, 2, 0);
	trans[0][432]	= settr(431,0,437,2,0,"else", 0, 2, 0);
	trans[0][437]	= settr(436,0,439,217,217,"between = (between-1)", 1, 2, 0);
	T = trans[ 0][439] = settr(438,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(438,0,438,0,0,"sub-sequence", 0, 2, 0);
	trans[0][438]	= settr(437,0,483,218,218,"mm_lock = 0", 1, 2, 0);
	trans[0][440]	= settr(439,0,444,219,0,"((my_pins>0))", 0, 2, 0);
	T = trans[ 0][444] = settr(443,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(443,0,443,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 0][443] = settr(442,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(442,2,441,0,0,"ATOMIC", 1, 2, 0);
	trans[0][441]	= settr(440,4,445,220,220,"(!(mm_lock))", 1, 2, 0); /* m: 442 -> 445,0 */
	reached0[442] = 1;
	trans[0][442]	= settr(0,0,0,0,0,"mm_lock = 1",0,0,0);
	trans[0][445]	= settr(444,0,469,221,221,"between = (between+1)", 1, 2, 0);
	T = trans[ 0][469] = settr(468,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(468,0,467,0,0,"sub-sequence", 0, 2, 0);
	T = trans[0][467] = settr(466,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(466,0,448,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(466,0,466,0,0,"IF", 0, 2, 0);
	T = trans[ 0][448] = settr(447,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(447,2,446,0,0,"ATOMIC", 1, 2, 0);
	trans[0][446]	= settr(445,4,458,222,222,"((count>1))", 1, 2, 0); /* m: 447 -> 458,0 */
	reached0[447] = 1;
	trans[0][447]	= settr(0,0,0,0,0,"count = (count-1)",0,0,0);
	T = trans[ 0][458] = settr(457,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(457,0,457,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 0][457] = settr(456,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(456,2,449,0,0,"ATOMIC", 1, 2, 0);
	trans[0][449]	= settr(448,2,455,223,223,"refs = (refs-1)", 1, 2, 0);
	T = trans[0][455] = settr(454,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(454,2,450,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(454,2,454,0,0,"IF", 1, 2, 0);
	trans[0][450]	= settr(449,0,471,224,224,"((refs==0))", 1, 2, 0); /* m: 451 -> 471,0 */
	reached0[451] = 1;
	trans[0][451]	= settr(0,0,0,0,0,"assert((!(allocated)&&(count==0)))",0,0,0);
	trans[0][452]	= settr(0,0,0,0,0,"kind = NONE",0,0,0);
	trans[0][453]	= settr(0,0,0,0,0,"stamp = tlb_epoch",0,0,0);
	trans[0][456]	= settr(455,0,471,225,225,".(goto)", 1, 2, 0); /* m: 470 -> 0,471 */
	reached0[470] = 1;
	trans[0][454]	= settr(453,2,456,2,0,"else", 1, 2, 0);
	trans[0][468]	= settr(467,0,470,1,0,".(goto)", 0, 2, 0); /* m: 470 -> 0,471 */
	reached0[470] = 1;
	T = trans[ 0][466] = settr(465,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(465,2,459,0,0,"ATOMIC", 1, 2, 0);
	trans[0][459]	= settr(458,0,471,226,226,"((count==1))", 1, 2, 0); /* m: 460 -> 471,0 */
	reached0[460] = 1;
	trans[0][460]	= settr(0,0,0,0,0,"count = 0",0,0,0);
	trans[0][461]	= settr(0,0,0,0,0,"valid = 0",0,0,0);
	trans[0][462]	= settr(0,0,0,0,0,"partial = 1",0,0,0);
	trans[0][463]	= settr(0,0,0,0,0,"releasing = 1",0,0,0);
	trans[0][464]	= settr(0,0,0,0,0,"queued = 1",0,0,0);
	trans[0][465]	= settr(0,0,0,0,0,"done = 2",0,0,0);
	trans[0][470]	= settr(469,0,471,227,227,"my_pins = (my_pins-1)", 0, 2, 0);
	trans[0][471]	= settr(470,0,472,228,228,"pins = (pins-1)", 1, 2, 0);
	trans[0][472]	= settr(471,0,474,229,229,"between = (between-1)", 1, 2, 0);
	T = trans[ 0][474] = settr(473,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(473,0,473,0,0,"sub-sequence", 0, 2, 0);
	trans[0][473]	= settr(472,0,483,230,230,"mm_lock = 0", 1, 2, 0);
	trans[0][475]	= settr(474,0,477,231,0,"((entries[c]>0))", 1, 2, 0);
/*->*/	trans[0][477]	= settr(476,32,483,232,232,"D_STEP270", 1, 2, 0);
	trans[0][478]	= settr(477,0,479,233,0,"(writes[c])", 1, 2, 0);
	trans[0][479]	= settr(478,0,480,234,0,"assert(!((((kind==TABLE)&&(valid||(partial&&!(releasing))))&&writes[c])))", 1, 2, 0);
	trans[0][480]	= settr(479,0,483,235,0,"assert(!(given_away))", 1, 2, 0);
	trans[0][485]	= settr(484,0,486,1,0,"break", 0, 2, 0);
	trans[0][486]	= settr(485,0,0,236,236,"-end-", 0, 3500, 0);
	/* np_ demon: */
	trans[_NP_] = (Trans **) emalloc(3*sizeof(Trans *));
	T = trans[_NP_][0] = settr(9997,0,1,_T5,0,"(np_)", 1,2,0);
	    T->nxt	  = settr(9998,0,0,_T2,0,"(1)",   0,2,0);
	T = trans[_NP_][1] = settr(9999,0,1,_T5,0,"(np_)", 1,2,0);
}

Trans *
settr(	int t_id, int a, int b, int c, int d,
	char *t, int g, int tpe0, int tpe1)
{	Trans *tmp = (Trans *) emalloc(sizeof(Trans));

	tmp->atom  = a&(6|32);	/* only (2|8|32) have meaning */
	if (!g) tmp->atom |= 8;	/* no global references */
	tmp->st    = b;
	tmp->tpe[0] = tpe0;
	tmp->tpe[1] = tpe1;
	tmp->tp    = t;
	tmp->t_id  = t_id;
	tmp->forw  = c;
	tmp->back  = d;
	return tmp;
}

Trans *
cpytr(Trans *a)
{	Trans *tmp = (Trans *) emalloc(sizeof(Trans));

	int i;
	tmp->atom  = a->atom;
	tmp->st    = a->st;
#ifdef HAS_UNLESS
	tmp->e_trans = a->e_trans;
	for (i = 0; i < HAS_UNLESS; i++)
		tmp->escp[i] = a->escp[i];
#endif
	tmp->tpe[0] = a->tpe[0];
	tmp->tpe[1] = a->tpe[1];
	for (i = 0; i < 6; i++)
	{	tmp->qu[i] = a->qu[i];
		tmp->ty[i] = a->ty[i];
	}
	tmp->tp    = (char *) emalloc(strlen(a->tp)+1);
	strcpy(tmp->tp, a->tp);
	tmp->t_id  = a->t_id;
	tmp->forw  = a->forw;
	tmp->back  = a->back;
	return tmp;
}

#ifndef NOREDUCE
int
srinc_set(int n)
{	if (n <= 2) return LOCAL;
	if (n <= 2+  DELTA) return Q_FULL_F; /* 's' or nfull  */
	if (n <= 2+2*DELTA) return Q_EMPT_F; /* 'r' or nempty */
	if (n <= 2+3*DELTA) return Q_EMPT_T; /* empty */
	if (n <= 2+4*DELTA) return Q_FULL_T; /* full  */
	if (n ==   5*DELTA) return GLOBAL;
	if (n ==   6*DELTA) return TIMEOUT_F;
	if (n ==   7*DELTA) return ALPHA_F;
	Uerror("cannot happen srinc_class");
	return BAD;
}
int
srunc(int n, int m)
{	switch(m) {
	case Q_FULL_F: return n-2;
	case Q_EMPT_F: return n-2-DELTA;
	case Q_EMPT_T: return n-2-2*DELTA;
	case Q_FULL_T: return n-2-3*DELTA;
	case ALPHA_F:
	case TIMEOUT_F: return 257; /* non-zero, and > MAXQ */
	}
	Uerror("cannot happen srunc");
	return 0;
}
#endif
int cnt;
#ifdef HAS_UNLESS
int
isthere(Trans *a, int b)
{	Trans *t;
	for (t = a; t; t = t->nxt)
		if (t->t_id == b)
			return 1;
	return 0;
}
#endif
#ifndef NOREDUCE
int
mark_safety(Trans *t) /* for conditional safety */
{	int g = 0, i, j, k;

	if (!t) return 0;
	if (t->qu[0])
		return (t->qu[1])?2:1;	/* marked */

	for (i = 0; i < 2; i++)
	{	j = srinc_set(t->tpe[i]);
		if (j >= GLOBAL && j != ALPHA_F)
			return -1;
		if (j != LOCAL)
		{	k = srunc(t->tpe[i], j);
			if (g == 0
			||  t->qu[0] != k
			||  t->ty[0] != j)
			{	t->qu[g] = k;
				t->ty[g] = j;
				g++;
	}	}	}
	return g;
}
#endif
void
retrans(int n, int m, int is, short srcln[], uchar reach[], uchar lpstate[])
	/* process n, with m states, is=initial state */
{	Trans *T0, *T1, *T2, *T3;
	Trans *T4, *T5; /* t_reverse or has_unless */
	int i;
#if defined(HAS_UNLESS) || !defined(NOREDUCE)
	int k;
#endif
#ifndef NOREDUCE
	int g, h, j, aa;
#endif
#ifdef HAS_UNLESS
	int p;
#endif
	if (state_tables >= 4)
	{	printf("STEP 1 %s\n", 
			procname[n]);
		for (i = 1; i < m; i++)
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			crack(n, i, T0, srcln);
		return;
	}
	do {
		for (i = 1, cnt = 0; i < m; i++)
		{	T2 = trans[n][i];
			T1 = T2?T2->nxt:(Trans *)0;
/* prescan: */		for (T0 = T1; T0; T0 = T0->nxt)
/* choice in choice */	{	if (T0->st && trans[n][T0->st]
				&&  trans[n][T0->st]->nxt)
					break;
			}
#if 0
		if (T0)
		printf("\tstate %d / %d: choice in choice\n",
		i, T0->st);
#endif
			if (T0)
			for (T0 = T1; T0; T0 = T0->nxt)
			{	T3 = trans[n][T0->st];
				if (!T3->nxt)
				{	T2->nxt = cpytr(T0);
					T2 = T2->nxt;
					imed(T2, T0->st, n, i);
					continue;
				}
				do {	T3 = T3->nxt;
					T2->nxt = cpytr(T3);
					T2 = T2->nxt;
					imed(T2, T0->st, n, i);
				} while (T3->nxt);
				cnt++;
			}
		}
	} while (cnt);
	if (state_tables >= 3)
	{	printf("STEP 2 %s\n", 
			procname[n]);
		for (i = 1; i < m; i++)
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			crack(n, i, T0, srcln);
		return;
	}
	for (i = 1; i < m; i++)
	{	if (trans[n][i] && trans[n][i]->nxt) /* optimize */
		{	T1 = trans[n][i]->nxt;
#if 0
			printf("\t\tpull %d (%d) to %d\n",
			T1->st, T1->forw, i);
#endif
			srcln[i] = srcln[T1->st];	/* Oyvind Teig, 5.2.0 */

			if (!trans[n][T1->st]) continue;
			T0 = cpytr(trans[n][T1->st]);
			trans[n][i] = T0;
			reach[T1->st] = 1;
			imed(T0, T1->st, n, i);
			for (T1 = T1->nxt; T1; T1 = T1->nxt)
			{
#if 0
			printf("\t\tpull %d (%d) to %d\n",
				T1->st, T1->forw, i);
#endif
		/*		srcln[i] = srcln[T1->st];  gh: not useful */
				if (!trans[n][T1->st]) continue;
				T0->nxt = cpytr(trans[n][T1->st]);
				T0 = T0->nxt;
				reach[T1->st] = 1;
				imed(T0, T1->st, n, i);
	}	}	}
	if (state_tables >= 2)
	{	printf("STEP 3 %s\n", 
			procname[n]);
		for (i = 1; i < m; i++)
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			crack(n, i, T0, srcln);
		return;
	}
#ifdef HAS_UNLESS
	for (i = 1; i < m; i++)
	{	if (!trans[n][i]) continue;
		/* check for each state i if an
		 * escape to some state p is defined
		 * if so, copy and mark p's transitions
		 * and prepend them to the transition-
		 * list of state i
		 */
	 if (!like_java) /* the default */
	 {	for (T0 = trans[n][i]; T0; T0 = T0->nxt)
		for (k = HAS_UNLESS-1; k >= 0; k--)
		{	if (p = T0->escp[k])
			for (T1 = trans[n][p]; T1; T1 = T1->nxt)
			{	if (isthere(trans[n][i], T1->t_id))
					continue;
				T2 = cpytr(T1);
				T2->e_trans = p;
				T2->nxt = trans[n][i];
				trans[n][i] = T2;
		}	}
	 } else /* outermost unless checked first */
	 {	T4 = T3 = (Trans *) 0;
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
		for (k = HAS_UNLESS-1; k >= 0; k--)
		{	if (p = T0->escp[k])
			for (T1 = trans[n][p]; T1; T1 = T1->nxt)
			{	if (isthere(trans[n][i], T1->t_id))
					continue;
				T2 = cpytr(T1);
				T2->nxt = (Trans *) 0;
				T2->e_trans = p;
				if (T3)	T3->nxt = T2;
				else	T4 = T2;
				T3 = T2;
		}	}
		if (T4)
		{	T3->nxt = trans[n][i];
			trans[n][i] = T4;
		}
	 }
	}
#endif
#ifndef NOREDUCE
	for (i = 1; i < m; i++)
	{	if (a_cycles)
		{ /* moves through these states are visible */
	#if PROG_LAB>0 && defined(HAS_NP)
			if (progstate[n][i])
				goto degrade;
			for (T1 = trans[n][i]; T1; T1 = T1->nxt)
				if (progstate[n][T1->st])
					goto degrade;
	#endif
			if (accpstate[n][i] || visstate[n][i])
				goto degrade;
			for (T1 = trans[n][i]; T1; T1 = T1->nxt)
				if (accpstate[n][T1->st])
					goto degrade;
		}
		T1 = trans[n][i];
		if (!T1) continue;
		g = mark_safety(T1);	/* V3.3.1 */
		if (g < 0) goto degrade; /* global */
		/* check if mixing of guards preserves reduction */
		if (T1->nxt)
		{	k = 0;
			for (T0 = T1; T0; T0 = T0->nxt)
			{	if (!(T0->atom&8))
					goto degrade;
				for (aa = 0; aa < 2; aa++)
				{	j = srinc_set(T0->tpe[aa]);
					if (j >= GLOBAL && j != ALPHA_F)
						goto degrade;
					if (T0->tpe[aa]
					&&  T0->tpe[aa]
					!=  T1->tpe[0])
						k = 1;
			}	}
			/* g = 0;	V3.3.1 */
			if (k)	/* non-uniform selection */
			for (T0 = T1; T0; T0 = T0->nxt)
			for (aa = 0; aa < 2; aa++)
			{	j = srinc_set(T0->tpe[aa]);
				if (j != LOCAL)
				{	k = srunc(T0->tpe[aa], j);
					for (h = 0; h < 6; h++)
						if (T1->qu[h] == k
						&&  T1->ty[h] == j)
							break;
					if (h >= 6)
					{	T1->qu[g%6] = k;
						T1->ty[g%6] = j;
						g++;
			}	}	}
			if (g > 6)
			{	T1->qu[0] = 0;	/* turn it off */
				printf("pan: warning, line %d, ",
					srcln[i]);
			 	printf("too many stmnt types (%d)",
					g);
			  	printf(" in selection\n");
			  goto degrade;
			}
		}
		/* mark all options global if >=1 is global */
		for (T1 = trans[n][i]; T1; T1 = T1->nxt)
			if (!(T1->atom&8)) break;
		if (T1)
degrade:	for (T1 = trans[n][i]; T1; T1 = T1->nxt)
			T1->atom &= ~8;	/* mark as unsafe */
		/* can only mix 'r's or 's's if on same chan */
		/* and not mixed with other local operations */
		T1 = trans[n][i];
		if (!T1 || T1->qu[0]) continue;
		j = T1->tpe[0];
		if (T1->nxt && T1->atom&8)
		{ if (j == 5*DELTA)
		  {	printf("warning: line %d ", srcln[i]);
			printf("mixed condition ");
			printf("(defeats reduction)\n");
			goto degrade;
		  }
		  for (T0 = T1; T0; T0 = T0->nxt)
		  for (aa = 0; aa < 2; aa++)
		  if  (T0->tpe[aa] && T0->tpe[aa] != j)
		  {	printf("warning: line %d ", srcln[i]);
			printf("[%d-%d] mixed %stion ",
				T0->tpe[aa], j, 
				(j==5*DELTA)?"condi":"selec");
			printf("(defeats reduction)\n");
			printf("	'%s' <-> '%s'\n",
				T1->tp, T0->tp);
			goto degrade;
		} }
	}
#endif
	for (i = 1; i < m; i++)
	{	T2 = trans[n][i];
		if (!T2
		||  T2->nxt
		||  strncmp(T2->tp, ".(goto)", 7)
		||  !stopstate[n][i])
			continue;
		stopstate[n][T2->st] = 1;
	}
	if (state_tables && !verbose)
	{	if (dodot)
		{	char buf[256], *q = buf, *p = procname[n];
			while (*p != '\0')
			{	if (*p != ':')
				{	*q++ = *p;
				}
				p++;
			}
			*q = '\0';
			printf("digraph ");
			switch (Btypes[n]) {
			case I_PROC:  printf("init {\n"); break;
			case N_CLAIM: printf("claim_%s {\n", buf); break;
			case E_TRACE: printf("notrace {\n"); break;
			case N_TRACE: printf("trace {\n"); break;
			default:      printf("p_%s {\n", buf); break;
			}
			printf("size=\"8,10\";\n");
			printf("  GT [shape=box,style=dotted,label=\"%s\"];\n", buf);
			printf("  GT -> S%d;\n", is);
		} else
		{	switch (Btypes[n]) {
			case I_PROC:  printf("init\n"); break;
			case N_CLAIM: printf("claim %s\n", procname[n]); break;
			case E_TRACE: printf("notrace assertion\n"); break;
			case N_TRACE: printf("trace assertion\n"); break;
			default:      printf("proctype %s\n", procname[n]); break;
		}	}
		for (i = 1; i < m; i++)
		{	reach[i] = 1;
		}
		tagtable(n, m, is, srcln, reach);
		if (dodot) printf("}\n");
	} else
	for (i = 1; i < m; i++)
	{	int nrelse;
		if (Btypes[n] != N_CLAIM)
		{	for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			{	if (T0->st == i
				&& strcmp(T0->tp, "(1)") == 0)
				{	printf("error: proctype '%s' ",
						procname[n]);
		  			printf("line %d, state %d: has un",
						srcln[i], i);
					printf("conditional self-loop\n");
					pan_exit(1);
		}	}	}
		nrelse = 0;
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
		{	if (strcmp(T0->tp, "else") == 0)
				nrelse++;
		}
		if (nrelse > 1)
		{	printf("error: proctype '%s' state",
				procname[n]);
		  	printf(" %d, inherits %d", i, nrelse);
		  	printf(" 'else' stmnts\n");
			pan_exit(1);
	}	}
#if !defined(LOOPSTATE) && !defined(BFS_PAR)
	if (state_tables)
#endif
	do_dfs(n, m, is, srcln, reach, lpstate);

	if (!t_reverse)
	{	return;
	}
	/* process n, with m states, is=initial state -- reverse list */
	if (!state_tables && Btypes[n] != N_CLAIM)
	{	for (i = 1; i < m; i++)
		{	Trans *Tx = (Trans *) 0; /* list of escapes */
			Trans *Ty = (Trans *) 0; /* its tail element */
			T1 = (Trans *) 0; /* reversed list */
			T2 = (Trans *) 0; /* its tail */
			T3 = (Trans *) 0; /* remembers possible 'else' */

			/* find unless-escapes, they should go first */
			T4 = T5 = T0 = trans[n][i];
	#ifdef HAS_UNLESS
			while (T4 && T4->e_trans) /* escapes are first in orig list */
			{	T5 = T4;	  /* remember predecessor */
				T4 = T4->nxt;
			}
	#endif
			/* T4 points to first non-escape, T5 to its parent, T0 to original list */
			if (T4 != T0)		 /* there was at least one escape */
			{	T3 = T5->nxt;		 /* start of non-escapes */
				T5->nxt = (Trans *) 0;	 /* separate */
				Tx = T0;		 /* start of the escapes */
				Ty = T5;		 /* its tail */
				T0 = T3;		 /* the rest, to be reversed */
			}
			/* T0 points to first non-escape, Tx to the list of escapes, Ty to its tail */

			/* first tail-add non-escape transitions, reversed */
			T3 = (Trans *) 0;
			for (T5 = T0; T5; T5 = T4)
			{	T4 = T5->nxt;
	#ifdef HAS_UNLESS
				if (T5->e_trans)
				{	printf("error: cannot happen!\n");
					continue;
				}
	#endif
				if (strcmp(T5->tp, "else") == 0)
				{	T3 = T5;
					T5->nxt = (Trans *) 0;
				} else
				{	T5->nxt = T1;
					if (!T1) { T2 = T5; }
					T1 = T5;
			}	}
			/* T3 points to a possible else, which is removed from the list */
			/* T1 points to the reversed list so far (without escapes) */
			/* T2 points to the tail element -- where the else should go */
			if (T2 && T3)
			{	T2->nxt = T3;	/* add else */
			} else
			{	if (T3) /* there was an else, but there's no tail */
				{	if (!T1)	/* and no reversed list */
					{	T1 = T3; /* odd, but possible */
					} else		/* even stranger */
					{	T1->nxt = T3;
			}	}	}

			/* add in the escapes, to that they appear at the front */
			if (Tx && Ty) { Ty->nxt = T1; T1 = Tx; }

			trans[n][i] = T1;
			/* reversed, with escapes first and else last */
	}	}
	if (state_tables && verbose)
	{	printf("FINAL proctype %s\n", 
			procname[n]);
		for (i = 1; i < m; i++)
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			crack(n, i, T0, srcln);
	}
}
void
imed(Trans *T, int v, int n, int j)	/* set intermediate state */
{	progstate[n][T->st] |= progstate[n][v];
	accpstate[n][T->st] |= accpstate[n][v];
	stopstate[n][T->st] |= stopstate[n][v];
	mapstate[n][j] = T->st;
}
void
tagtable(int n, int m, int is, short srcln[], uchar reach[])
{	Trans *z;

	if (is >= m || !trans[n][is]
	||  is <= 0 || reach[is] == 0)
		return;
	reach[is] = 0;
	if (state_tables)
	for (z = trans[n][is]; z; z = z->nxt)
	{	if (dodot)
			dot_crack(n, is, z);
		else
			crack(n, is, z, srcln);
	}

	for (z = trans[n][is]; z; z = z->nxt)
	{
#ifdef HAS_UNLESS
		int i, j;
#endif
		tagtable(n, m, z->st, srcln, reach);
#ifdef HAS_UNLESS
		for (i = 0; i < HAS_UNLESS; i++)
		{	j = trans[n][is]->escp[i];
			if (!j) break;
			tagtable(n, m, j, srcln, reach);
		}
#endif
	}
}

extern Trans *t_id_lkup[];

void
dfs_table(int n, int m, int is, short srcln[], uchar reach[], uchar lpstate[])
{	Trans *z;

	if (is >= m || is <= 0 || !trans[n][is])
		return;
	if ((reach[is] & (4|8|16)) != 0)
	{	if ((reach[is] & (8|16)) == 16)	/* on stack, not yet recorded */
		{	lpstate[is] = 1;
			reach[is] |= 8; /* recorded */
			if (state_tables && verbose)
			{	printf("state %d line %d is a loopstate\n", is, srcln[is]);
		}	}
		return;
	}
	reach[is] |= (4|16);	/* visited | onstack */
	for (z = trans[n][is]; z; z = z->nxt)
	{	t_id_lkup[z->t_id] = z;
#ifdef HAS_UNLESS
		int i, j;
#endif
		dfs_table(n, m, z->st, srcln, reach, lpstate);
#ifdef HAS_UNLESS
		for (i = 0; i < HAS_UNLESS; i++)
		{	j = trans[n][is]->escp[i];
			if (!j) break;
			dfs_table(n, m, j, srcln, reach, lpstate);
		}
#endif
	}
	reach[is] &= ~16; /* no longer on stack */
}
void
do_dfs(int n, int m, int is, short srcln[], uchar reach[], uchar lpstate[])
{	int i;
	dfs_table(n, m, is, srcln, reach, lpstate);
	for (i = 0; i < m; i++)
		reach[i] &= ~(4|8|16);
}
void
crack(int n, int j, Trans *z, short srcln[])
{	int i;

	if (!z) return;
	printf("	state %3d -(tr %3d)-> state %3d  ",
		j, z->forw, z->st);
	printf("[id %3d tp %3d", z->t_id, z->tpe[0]);
	if (z->tpe[1]) printf(",%d", z->tpe[1]);
#ifdef HAS_UNLESS
	if (z->e_trans)
		printf(" org %3d", z->e_trans);
	else if (state_tables >= 2)
	for (i = 0; i < HAS_UNLESS; i++)
	{	if (!z->escp[i]) break;
		printf(" esc %d", z->escp[i]);
	}
#endif
	printf("]");
	printf(" [%s%s%s%s%s] %s:%d => ",
		z->atom&6?"A":z->atom&32?"D":"-",
		accpstate[n][j]?"a" :"-",
		stopstate[n][j]?"e" : "-",
		progstate[n][j]?"p" : "-",
		z->atom & 8 ?"L":"G",
		PanSource, srcln[j]);
	for (i = 0; z->tp[i]; i++)
		if (z->tp[i] == '\n')
			printf("\\n");
		else
			putchar(z->tp[i]);
	if (verbose && z->qu[0])
	{	printf("\t[");
		for (i = 0; i < 6; i++)
			if (z->qu[i])
				printf("(%d,%d)",
				z->qu[i], z->ty[i]);
		printf("]");
	}
	printf("\n");
	fflush(stdout);
}
/* spin -a m.pml; cc -o pan pan.c; ./pan -D | dot -Tps > foo.ps; ps2pdf foo.ps */
void
dot_crack(int n, int j, Trans *z)
{	int i;

	if (!z) return;
	printf("	S%d -> S%d  [color=black", j, z->st);

	if (z->atom&6) printf(",style=dashed");
	else if (z->atom&32) printf(",style=dotted");
	else if (z->atom&8) printf(",style=solid");
	else printf(",style=bold");

	printf(",label=\"");
	for (i = 0; z->tp[i]; i++)
	{	if (z->tp[i] == '\\'
		&&  z->tp[i+1] == 'n')
		{	i++; printf(" ");
		} else
		{	putchar(z->tp[i]);
	}	}
	printf("\"];\n");
	if (accpstate[n][j]) printf("  S%d [color=red,style=bold];\n", j);
	else if (progstate[n][j]) printf("  S%d [color=green,style=bold];\n", j);
	if (stopstate[n][j]) printf("  S%d [color=blue,style=bold,shape=box];\n", j);
}

#ifdef VAR_RANGES
#define BYTESIZE	32	/* 2^8 : 2^3 = 256:8 = 32 */

typedef struct Vr_Ptr {
	char	*nm;
	uchar	vals[BYTESIZE];
	struct Vr_Ptr *nxt;
} Vr_Ptr;
Vr_Ptr *ranges = (Vr_Ptr *) 0;

void
logval(char *s, int v)
{	Vr_Ptr *tmp;

	if (v<0 || v > 255) return;
	for (tmp = ranges; tmp; tmp = tmp->nxt)
		if (!strcmp(tmp->nm, s))
			goto found;
	tmp = (Vr_Ptr *) emalloc(sizeof(Vr_Ptr));
	tmp->nxt = ranges;
	ranges = tmp;
	tmp->nm = s;
found:
	tmp->vals[(v)/8] |= 1<<((v)%8);
}

void
dumpval(uchar X[], int range)
{	int w, x, i, j = -1;

	for (w = i = 0; w < range; w++)
	for (x = 0; x < 8; x++, i++)
	{
from:		if ((X[w] & (1<<x)))
		{	printf("%d", i);
			j = i;
			goto upto;
	}	}
	return;
	for (w = 0; w < range; w++)
	for (x = 0; x < 8; x++, i++)
	{
upto:		if (!(X[w] & (1<<x)))
		{	if (i-1 == j)
				printf(", ");
			else
				printf("-%d, ", i-1);
			goto from;
	}	}
	if (j >= 0 && j != 255)
		printf("-255");
}

void
dumpranges(void)
{	Vr_Ptr *tmp;
	printf("\nValues assigned within ");
	printf("interval [0..255]:\n");
	for (tmp = ranges; tmp; tmp = tmp->nxt)
	{	printf("\t%s\t: ", tmp->nm);
		dumpval(tmp->vals, BYTESIZE);
		printf("\n");
	}
}
#endif
