#define rand	pan_rand
#define pthread_equal(a,b)	((a)==(b))
#if defined(HAS_CODE) && defined(VERBOSE)
	#ifdef BFS_PAR
		bfs_printf("Pr: %d Tr: %d\n", II, t->forw);
	#else
		cpu_printf("Pr: %d Tr: %d\n", II, t->forw);
	#endif
#endif
	switch (t->forw) {
	default: Uerror("bad forward move");
	case 0:	/* if without executable clauses */
		continue;
	case 1: /* generic 'goto' or 'skip' */
		IfNotBlocked
		_m = 3; goto P999;
	case 2: /* generic 'else' */
		IfNotBlocked
		if (trpt->o_pm&1) continue;
		_m = 3; goto P999;

		 /* PROC :init: */
	case 3: // STATE 1 - frames.pml:341 - [(run vcpu(0))] (0:0:0 - 1)
		IfNotBlocked
		reached[4][1] = 1;
		if (!(addproc(II, 1, 0, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 4: // STATE 2 - frames.pml:341 - [(run vcpu(1))] (0:0:0 - 1)
		IfNotBlocked
		reached[4][2] = 1;
		if (!(addproc(II, 1, 0, 1)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 5: // STATE 3 - frames.pml:341 - [(run outsider())] (0:0:0 - 1)
		IfNotBlocked
		reached[4][3] = 1;
		if (!(addproc(II, 1, 1, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 6: // STATE 4 - frames.pml:341 - [(run giver())] (0:0:0 - 1)
		IfNotBlocked
		reached[4][4] = 1;
		if (!(addproc(II, 1, 2, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 7: // STATE 5 - frames.pml:341 - [(run auditor())] (0:0:0 - 1)
		IfNotBlocked
		reached[4][5] = 1;
		if (!(addproc(II, 1, 3, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 8: // STATE 7 - frames.pml:341 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[4][7] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC auditor */
	case 9: // STATE 1 - frames.pml:335 - [((((between==0)&&!(given_away))&&allocated))] (5:0:0 - 1)
		IfNotBlocked
		reached[3][1] = 1;
		if (!((((((int)now.between)==0)&& !(((int)now.given_away)))&&((int)now.allocated))))
			continue;
		/* merge: assert((count==( ((kind==WRITABLE)) -> ((maps+foreign)) : (pins) )))(5, 2, 5) */
		reached[3][2] = 1;
		spin_assert((((int)now.count)==( ((now.kind==2)) ? ((((int)now.maps)+((int)now.foreign))) : (((int)now.pins)) )), "(count==( ((kind==2)) ? ((maps+foreign)) : (pins) ))", II, tt, t);
		/* merge: assert((refs==((((1+maps)+foreign)+pins)+( (partial) -> (1) : (0) ))))(5, 3, 5) */
		reached[3][3] = 1;
		spin_assert((((int)now.refs)==((((1+((int)now.maps))+((int)now.foreign))+((int)now.pins))+( (((int)now.partial)) ? (1) : (0) ))), "(refs==((((1+maps)+foreign)+pins)+( (partial) ? (1) : (0) )))", II, tt, t);
		_m = 3; goto P999; /* 2 */
	case 10: // STATE 5 - frames.pml:339 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[3][5] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC giver */
	case 11: // STATE 1 - frames.pml:312 - [((done_it||(tlb_epoch>=12)))] (0:0:1 - 1)
		IfNotBlocked
		reached[2][1] = 1;
		if (!((((int)((P2 *)_this)->done_it)||(((int)now.tlb_epoch)>=12))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: done_it */  (trpt+1)->bup.oval = ((P2 *)_this)->done_it;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P2 *)_this)->done_it = 0;
		_m = 3; goto P999; /* 0 */
	case 12: // STATE 4 - frames.pml:50 - [(!(mm_lock))] (8:0:1 - 1)
		IfNotBlocked
		reached[2][4] = 1;
		if (!( !(((int)now.mm_lock))))
			continue;
		/* merge: mm_lock = 1(0, 5, 8) */
		reached[2][5] = 1;
		(trpt+1)->bup.oval = ((int)now.mm_lock);
		now.mm_lock = 1;
#ifdef VAR_RANGES
		logval("mm_lock", ((int)now.mm_lock));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 13: // STATE 8 - frames.pml:314 - [between = (between+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[2][8] = 1;
		(trpt+1)->bup.oval = ((int)now.between);
		now.between = (((int)now.between)+1);
#ifdef VAR_RANGES
		logval("between", ((int)now.between));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 14: // STATE 9 - frames.pml:315 - [(((refs==1)&&allocated))] (20:0:5 - 1)
		IfNotBlocked
		reached[2][9] = 1;
		if (!(((((int)now.refs)==1)&&((int)now.allocated))))
			continue;
		/* merge: allocated = 0(20, 10, 20) */
		reached[2][10] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)now.allocated);
		now.allocated = 0;
#ifdef VAR_RANGES
		logval("allocated", ((int)now.allocated));
#endif
		;
		/* merge: refs = 0(20, 11, 20) */
		reached[2][11] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.refs);
		now.refs = 0;
#ifdef VAR_RANGES
		logval("refs", ((int)now.refs));
#endif
		;
		/* merge: kind = NONE(20, 12, 20) */
		reached[2][12] = 1;
		(trpt+1)->bup.ovals[2] = now.kind;
		now.kind = 3;
#ifdef VAR_RANGES
		logval("kind", now.kind);
#endif
		;
		/* merge: done_it = 1(20, 13, 20) */
		reached[2][13] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P2 *)_this)->done_it);
		((P2 *)_this)->done_it = 1;
#ifdef VAR_RANGES
		logval("giver:done_it", ((int)((P2 *)_this)->done_it));
#endif
		;
		/* merge: assert((count==0))(20, 14, 20) */
		reached[2][14] = 1;
		spin_assert((((int)now.count)==0), "(count==0)", II, tt, t);
		/* merge: stamp = tlb_epoch(20, 15, 20) */
		reached[2][15] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.stamp);
		now.stamp = ((int)now.tlb_epoch);
#ifdef VAR_RANGES
		logval("stamp", ((int)now.stamp));
#endif
		;
		/* merge: .(goto)(20, 18, 20) */
		reached[2][18] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 15: // STATE 18 - frames.pml:317 - [.(goto)] (0:20:0 - 2)
		IfNotBlocked
		reached[2][18] = 1;
		;
		_m = 3; goto P999; /* 0 */
	case 16: // STATE 20 - frames.pml:318 - [between = (between-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[2][20] = 1;
		(trpt+1)->bup.oval = ((int)now.between);
		now.between = (((int)now.between)-1);
#ifdef VAR_RANGES
		logval("between", ((int)now.between));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 17: // STATE 21 - frames.pml:51 - [mm_lock = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[2][21] = 1;
		(trpt+1)->bup.oval = ((int)now.mm_lock);
		now.mm_lock = 0;
#ifdef VAR_RANGES
		logval("mm_lock", ((int)now.mm_lock));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 18: // STATE 23 - frames.pml:320 - [(done_it)] (0:0:0 - 1)
		IfNotBlocked
		reached[2][23] = 1;
		if (!(((int)((P2 *)_this)->done_it)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 19: // STATE 24 - frames.pml:321 - [seen = stamp] (0:0:1 - 1)
		IfNotBlocked
		reached[2][24] = 1;
		(trpt+1)->bup.oval = ((int)((P2 *)_this)->seen);
		((P2 *)_this)->seen = ((int)now.stamp);
#ifdef VAR_RANGES
		logval("giver:seen", ((int)((P2 *)_this)->seen));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 20: // STATE 25 - frames.pml:63 - [cpu = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[2][25] = 1;
		(trpt+1)->bup.oval = ((int)((P2 *)_this)->cpu);
		((P2 *)_this)->cpu = 0;
#ifdef VAR_RANGES
		logval("giver:cpu", ((int)((P2 *)_this)->cpu));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 21: // STATE 26 - frames.pml:65 - [(((cpu<2)&&(flush_epoch[cpu]>seen)))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][26] = 1;
		if (!(((((int)((P2 *)_this)->cpu)<2)&&(((int)now.flush_epoch[ Index(((int)((P2 *)_this)->cpu), 2) ])>((int)((P2 *)_this)->seen)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 22: // STATE 27 - frames.pml:65 - [cpu = (cpu+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[2][27] = 1;
		(trpt+1)->bup.oval = ((int)((P2 *)_this)->cpu);
		((P2 *)_this)->cpu = (((int)((P2 *)_this)->cpu)+1);
#ifdef VAR_RANGES
		logval("giver:cpu", ((int)((P2 *)_this)->cpu));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 23: // STATE 28 - frames.pml:66 - [(((cpu<2)&&!((flush_epoch[cpu]>seen))))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][28] = 1;
		if (!(((((int)((P2 *)_this)->cpu)<2)&& !((((int)now.flush_epoch[ Index(((int)((P2 *)_this)->cpu), 2) ])>((int)((P2 *)_this)->seen))))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 24: // STATE 32 - frames.pml:56 - [D_STEP56]
		/* default 258 */
		

		reached[2][32] = 1;
		reached[2][t->st] = 1;
		reached[2][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_649_0: /* 2 */
		spin_assert((((int)now.tlb_epoch)<250), "(tlb_epoch<250)", II, tt, t);
S_650_0: /* 2 */
		now.tlb_epoch = (((int)now.tlb_epoch)+1);
#ifdef VAR_RANGES
		logval("tlb_epoch", ((int)now.tlb_epoch));
#endif
		;
S_651_0: /* 2 */
		((P2 *)_this)->next = ((int)now.tlb_epoch);
#ifdef VAR_RANGES
		logval("giver:next", ((int)((P2 *)_this)->next));
#endif
		;
		goto S_654_0;
S_654_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 25: // STATE 34 - frames.pml:57 - [D_STEP57]
		IfNotBlocked

		reached[2][34] = 1;
		reached[2][t->st] = 1;
		reached[2][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_653_0: /* 2 */
		now.writes[ Index(((P2 *)_this)->cpu, 2) ] = 0;
#ifdef VAR_RANGES
		logval("writes[giver:cpu]", ((int)now.writes[ Index(((int)((P2 *)_this)->cpu), 2) ]));
#endif
		;
		goto S_656_0;
S_656_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 26: // STATE 36 - frames.pml:58 - [D_STEP58]
		IfNotBlocked

		reached[2][36] = 1;
		reached[2][t->st] = 1;
		reached[2][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_655_0: /* 2 */
		now.flush_epoch[ Index(((P2 *)_this)->cpu, 2) ] = ( ((((int)((P2 *)_this)->next)>((int)now.flush_epoch[ Index(((int)((P2 *)_this)->cpu), 2) ]))) ? (((int)((P2 *)_this)->next)) : (((int)now.flush_epoch[ Index(((int)((P2 *)_this)->cpu), 2) ])) );
#ifdef VAR_RANGES
		logval("flush_epoch[giver:cpu]", ((int)now.flush_epoch[ Index(((int)((P2 *)_this)->cpu), 2) ]));
#endif
		;
		goto S_658_0;
S_658_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 27: // STATE 38 - frames.pml:66 - [cpu = (cpu+1)] (0:41:1 - 1)
		IfNotBlocked
		reached[2][38] = 1;
		(trpt+1)->bup.oval = ((int)((P2 *)_this)->cpu);
		((P2 *)_this)->cpu = (((int)((P2 *)_this)->cpu)+1);
#ifdef VAR_RANGES
		logval("giver:cpu", ((int)((P2 *)_this)->cpu));
#endif
		;
		/* merge: .(goto)(0, 42, 41) */
		reached[2][42] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 28: // STATE 39 - frames.pml:67 - [((cpu==2))] (0:0:1 - 1)
		IfNotBlocked
		reached[2][39] = 1;
		if (!((((int)((P2 *)_this)->cpu)==2)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: cpu */  (trpt+1)->bup.oval = ((P2 *)_this)->cpu;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P2 *)_this)->cpu = 0;
		_m = 3; goto P999; /* 0 */
	case 29: // STATE 45 - frames.pml:325 - [assert((!(writes[0])&&!(writes[1])))] (0:51:1 - 1)
		IfNotBlocked
		reached[2][45] = 1;
		spin_assert(( !(((int)now.writes[0]))&& !(((int)now.writes[1]))), "( !(writes[0])&& !(writes[1]))", II, tt, t);
		/* merge: given_away = 1(51, 46, 51) */
		reached[2][46] = 1;
		(trpt+1)->bup.oval = ((int)now.given_away);
		now.given_away = 1;
#ifdef VAR_RANGES
		logval("given_away", ((int)now.given_away));
#endif
		;
		/* merge: .(goto)(0, 50, 51) */
		reached[2][50] = 1;
		;
		/* merge: .(goto)(0, 52, 51) */
		reached[2][52] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 30: // STATE 54 - frames.pml:329 - [-end-] (0:0:0 - 3)
		IfNotBlocked
		reached[2][54] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC outsider */
	case 31: // STATE 1 - frames.pml:284 - [((tlb_epoch>=12))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][1] = 1;
		if (!((((int)now.tlb_epoch)>=12)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 32: // STATE 3 - frames.pml:285 - [((tlb_epoch<12))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][3] = 1;
		if (!((((int)now.tlb_epoch)<12)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 33: // STATE 4 - frames.pml:286 - [between = (between+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[1][4] = 1;
		(trpt+1)->bup.oval = ((int)now.between);
		now.between = (((int)now.between)+1);
#ifdef VAR_RANGES
		logval("between", ((int)now.between));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 34: // STATE 5 - frames.pml:118 - [((refs>0))] (129:0:2 - 1)
		IfNotBlocked
		reached[1][5] = 1;
		if (!((((int)now.refs)>0)))
			continue;
		/* merge: refs = (refs+1)(129, 6, 129) */
		reached[1][6] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.refs);
		now.refs = (((int)now.refs)+1);
#ifdef VAR_RANGES
		logval("refs", ((int)now.refs));
#endif
		;
		/* merge: held = 1(129, 7, 129) */
		reached[1][7] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->held);
		((P1 *)_this)->held = 1;
#ifdef VAR_RANGES
		logval("outsider:held", ((int)((P1 *)_this)->held));
#endif
		;
		/* merge: .(goto)(129, 11, 129) */
		reached[1][11] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 35: // STATE 11 - frames.pml:118 - [.(goto)] (0:129:0 - 2)
		IfNotBlocked
		reached[1][11] = 1;
		;
		_m = 3; goto P999; /* 0 */
	case 36: // STATE 9 - frames.pml:118 - [held = 0] (0:129:1 - 1)
		IfNotBlocked
		reached[1][9] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->held);
		((P1 *)_this)->held = 0;
#ifdef VAR_RANGES
		logval("outsider:held", ((int)((P1 *)_this)->held));
#endif
		;
		/* merge: .(goto)(129, 11, 129) */
		reached[1][11] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 37: // STATE 14 - frames.pml:289 - [(held)] (0:0:1 - 1)
		IfNotBlocked
		reached[1][14] = 1;
		if (!(((int)((P1 *)_this)->held)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: held */  (trpt+1)->bup.oval = ((P1 *)_this)->held;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->held = 0;
		_m = 3; goto P999; /* 0 */
	case 38: // STATE 15 - frames.pml:74 - [ok = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[1][15] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->ok);
		((P1 *)_this)->ok = 0;
#ifdef VAR_RANGES
		logval("outsider:ok", ((int)((P1 *)_this)->ok));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 39: // STATE 16 - frames.pml:76 - [(((kind==WRITABLE)&&!(partial)))] (126:0:2 - 1)
		IfNotBlocked
		reached[1][16] = 1;
		if (!(((now.kind==2)&& !(((int)now.partial)))))
			continue;
		/* merge: count = (count+1)(126, 17, 126) */
		reached[1][17] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.count);
		now.count = (((int)now.count)+1);
#ifdef VAR_RANGES
		logval("count", ((int)now.count));
#endif
		;
		/* merge: ok = 1(126, 18, 126) */
		reached[1][18] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->ok);
		((P1 *)_this)->ok = 1;
#ifdef VAR_RANGES
		logval("outsider:ok", ((int)((P1 *)_this)->ok));
#endif
		;
		/* merge: goto :b10(126, 19, 126) */
		reached[1][19] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 40: // STATE 21 - frames.pml:80 - [((((kind!=WRITABLE)&&(count==0))&&!(partial)))] (47:0:2 - 1)
		IfNotBlocked
		reached[1][21] = 1;
		if (!((((now.kind!=2)&&(((int)now.count)==0))&& !(((int)now.partial)))))
			continue;
		/* merge: was = kind(47, 22, 47) */
		reached[1][22] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->was;
		((P1 *)_this)->was = now.kind;
#ifdef VAR_RANGES
		logval("outsider:was", ((P1 *)_this)->was);
#endif
		;
		/* merge: seen = stamp(47, 23, 47) */
		reached[1][23] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->seen);
		((P1 *)_this)->seen = ((int)now.stamp);
#ifdef VAR_RANGES
		logval("outsider:seen", ((int)((P1 *)_this)->seen));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 41: // STATE 25 - frames.pml:83 - [((was!=NONE))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][25] = 1;
		if (!((((P1 *)_this)->was!=3)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 42: // STATE 26 - frames.pml:63 - [cpu = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[1][26] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->cpu);
		((P1 *)_this)->cpu = 0;
#ifdef VAR_RANGES
		logval("outsider:cpu", ((int)((P1 *)_this)->cpu));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 43: // STATE 27 - frames.pml:65 - [(((cpu<2)&&(flush_epoch[cpu]>seen)))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][27] = 1;
		if (!(((((int)((P1 *)_this)->cpu)<2)&&(((int)now.flush_epoch[ Index(((int)((P1 *)_this)->cpu), 2) ])>((int)((P1 *)_this)->seen)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 44: // STATE 28 - frames.pml:65 - [cpu = (cpu+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[1][28] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->cpu);
		((P1 *)_this)->cpu = (((int)((P1 *)_this)->cpu)+1);
#ifdef VAR_RANGES
		logval("outsider:cpu", ((int)((P1 *)_this)->cpu));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 45: // STATE 29 - frames.pml:66 - [(((cpu<2)&&!((flush_epoch[cpu]>seen))))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][29] = 1;
		if (!(((((int)((P1 *)_this)->cpu)<2)&& !((((int)now.flush_epoch[ Index(((int)((P1 *)_this)->cpu), 2) ])>((int)((P1 *)_this)->seen))))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 46: // STATE 33 - frames.pml:56 - [D_STEP56]
		/* default 258 */
		

		reached[1][33] = 1;
		reached[1][t->st] = 1;
		reached[1][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_515_0: /* 2 */
		spin_assert((((int)now.tlb_epoch)<250), "(tlb_epoch<250)", II, tt, t);
S_516_0: /* 2 */
		now.tlb_epoch = (((int)now.tlb_epoch)+1);
#ifdef VAR_RANGES
		logval("tlb_epoch", ((int)now.tlb_epoch));
#endif
		;
S_517_0: /* 2 */
		((P1 *)_this)->next = ((int)now.tlb_epoch);
#ifdef VAR_RANGES
		logval("outsider:next", ((int)((P1 *)_this)->next));
#endif
		;
		goto S_520_0;
S_520_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 47: // STATE 35 - frames.pml:57 - [D_STEP57]
		IfNotBlocked

		reached[1][35] = 1;
		reached[1][t->st] = 1;
		reached[1][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_519_0: /* 2 */
		now.writes[ Index(((P1 *)_this)->cpu, 2) ] = 0;
#ifdef VAR_RANGES
		logval("writes[outsider:cpu]", ((int)now.writes[ Index(((int)((P1 *)_this)->cpu), 2) ]));
#endif
		;
		goto S_522_0;
S_522_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 48: // STATE 37 - frames.pml:58 - [D_STEP58]
		IfNotBlocked

		reached[1][37] = 1;
		reached[1][t->st] = 1;
		reached[1][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_521_0: /* 2 */
		now.flush_epoch[ Index(((P1 *)_this)->cpu, 2) ] = ( ((((int)((P1 *)_this)->next)>((int)now.flush_epoch[ Index(((int)((P1 *)_this)->cpu), 2) ]))) ? (((int)((P1 *)_this)->next)) : (((int)now.flush_epoch[ Index(((int)((P1 *)_this)->cpu), 2) ])) );
#ifdef VAR_RANGES
		logval("flush_epoch[outsider:cpu]", ((int)now.flush_epoch[ Index(((int)((P1 *)_this)->cpu), 2) ]));
#endif
		;
		goto S_524_0;
S_524_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 49: // STATE 39 - frames.pml:66 - [cpu = (cpu+1)] (0:42:1 - 1)
		IfNotBlocked
		reached[1][39] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->cpu);
		((P1 *)_this)->cpu = (((int)((P1 *)_this)->cpu)+1);
#ifdef VAR_RANGES
		logval("outsider:cpu", ((int)((P1 *)_this)->cpu));
#endif
		;
		/* merge: .(goto)(0, 43, 42) */
		reached[1][43] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 50: // STATE 40 - frames.pml:67 - [((cpu==2))] (0:0:1 - 1)
		IfNotBlocked
		reached[1][40] = 1;
		if (!((((int)((P1 *)_this)->cpu)==2)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: cpu */  (trpt+1)->bup.oval = ((P1 *)_this)->cpu;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->cpu = 0;
		_m = 3; goto P999; /* 0 */
	case 51: // STATE 49 - frames.pml:87 - [((((kind==was)&&(count==0))&&!(partial)))] (126:0:5 - 1)
		IfNotBlocked
		reached[1][49] = 1;
		if (!((((now.kind==((P1 *)_this)->was)&&(((int)now.count)==0))&& !(((int)now.partial)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: was */  (trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->was;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->was = 0;
		/* merge: kind = WRITABLE(126, 50, 126) */
		reached[1][50] = 1;
		(trpt+1)->bup.ovals[1] = now.kind;
		now.kind = 2;
#ifdef VAR_RANGES
		logval("kind", now.kind);
#endif
		;
		/* merge: count = 1(126, 51, 126) */
		reached[1][51] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.count);
		now.count = 1;
#ifdef VAR_RANGES
		logval("count", ((int)now.count));
#endif
		;
		/* merge: valid = 0(126, 52, 126) */
		reached[1][52] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.valid);
		now.valid = 0;
#ifdef VAR_RANGES
		logval("valid", ((int)now.valid));
#endif
		;
		/* merge: ok = 1(126, 53, 126) */
		reached[1][53] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P1 *)_this)->ok);
		((P1 *)_this)->ok = 1;
#ifdef VAR_RANGES
		logval("outsider:ok", ((int)((P1 *)_this)->ok));
#endif
		;
		/* merge: goto :b10(126, 54, 126) */
		reached[1][54] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 52: // STATE 61 - frames.pml:93 - [(((kind!=WRITABLE)&&((count>0)||partial)))] (126:0:0 - 1)
		IfNotBlocked
		reached[1][61] = 1;
		if (!(((now.kind!=2)&&((((int)now.count)>0)||((int)now.partial)))))
			continue;
		/* merge: goto :b10(0, 62, 126) */
		reached[1][62] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 53: // STATE 68 - frames.pml:291 - [(ok)] (0:0:1 - 1)
		IfNotBlocked
		reached[1][68] = 1;
		if (!(((int)((P1 *)_this)->ok)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: ok */  (trpt+1)->bup.oval = ((P1 *)_this)->ok;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->ok = 0;
		_m = 3; goto P999; /* 0 */
	case 54: // STATE 71 - frames.pml:291 - [D_STEP291]
		IfNotBlocked

		reached[1][71] = 1;
		reached[1][t->st] = 1;
		reached[1][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_554_0: /* 2 */
		now.entries[1] = (((int)now.entries[1])+1);
#ifdef VAR_RANGES
		logval("entries[1]", ((int)now.entries[1]));
#endif
		;
S_555_0: /* 2 */
		now.foreign = (((int)now.foreign)+1);
#ifdef VAR_RANGES
		logval("foreign", ((int)now.foreign));
#endif
		;
		goto S_557_0;
S_557_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 55: // STATE 72 - frames.pml:292 - [between = (between-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[1][72] = 1;
		(trpt+1)->bup.oval = ((int)now.between);
		now.between = (((int)now.between)-1);
#ifdef VAR_RANGES
		logval("between", ((int)now.between));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 56: // STATE 75 - frames.pml:293 - [D_STEP293]
		if (!(boq == -1 && (((int)now.entries[1])>0)))
			continue;

		reached[1][75] = 1;
		reached[1][t->st] = 1;
		reached[1][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_558_0: /* 2 */
		if (!((((int)now.entries[1])>0)))
			Uerror("block in d_step seq");
S_559_0: /* 2 */
		now.writes[1] = 1;
#ifdef VAR_RANGES
		logval("writes[1]", ((int)now.writes[1]));
#endif
		;
		goto S_563_0;
S_563_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 57: // STATE 79 - frames.pml:294 - [between = (between+1)] (0:0:1 - 3)
		IfNotBlocked
		reached[1][79] = 1;
		(trpt+1)->bup.oval = ((int)now.between);
		now.between = (((int)now.between)+1);
#ifdef VAR_RANGES
		logval("between", ((int)now.between));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 58: // STATE 82 - frames.pml:295 - [D_STEP295]
		IfNotBlocked

		reached[1][82] = 1;
		reached[1][t->st] = 1;
		reached[1][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_565_0: /* 2 */
		now.entries[1] = (((int)now.entries[1])-1);
#ifdef VAR_RANGES
		logval("entries[1]", ((int)now.entries[1]));
#endif
		;
S_566_0: /* 2 */
		now.foreign = (((int)now.foreign)-1);
#ifdef VAR_RANGES
		logval("foreign", ((int)now.foreign));
#endif
		;
		goto S_589_0;
S_589_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 59: // STATE 83 - frames.pml:101 - [((count==1))] (87:0:1 - 1)
		IfNotBlocked
		reached[1][83] = 1;
		if (!((((int)now.count)==1)))
			continue;
		/* merge: seen = tlb_epoch(0, 84, 87) */
		reached[1][84] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->seen);
		((P1 *)_this)->seen = ((int)now.tlb_epoch);
#ifdef VAR_RANGES
		logval("outsider:seen", ((int)((P1 *)_this)->seen));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 60: // STATE 87 - frames.pml:103 - [D_STEP103]
		IfNotBlocked

		reached[1][87] = 1;
		reached[1][t->st] = 1;
		reached[1][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_571_0: /* 2 */
		now.stamp = ((int)((P1 *)_this)->seen);
#ifdef VAR_RANGES
		logval("stamp", ((int)now.stamp));
#endif
		;
		goto S_580_0;
S_580_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 61: // STATE 88 - frames.pml:106 - [((count==1))] (114:0:1 - 1)
		IfNotBlocked
		reached[1][88] = 1;
		if (!((((int)now.count)==1)))
			continue;
		/* merge: count = 0(0, 89, 114) */
		reached[1][89] = 1;
		(trpt+1)->bup.oval = ((int)now.count);
		now.count = 0;
#ifdef VAR_RANGES
		logval("count", ((int)now.count));
#endif
		;
		/* merge: goto :b12(0, 91, 114) */
		reached[1][91] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 62: // STATE 92 - frames.pml:111 - [((count!=1))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][92] = 1;
		if (!((((int)now.count)!=1)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 63: // STATE 97 - frames.pml:113 - [((count>1))] (114:0:1 - 1)
		IfNotBlocked
		reached[1][97] = 1;
		if (!((((int)now.count)>1)))
			continue;
		/* merge: count = (count-1)(114, 98, 114) */
		reached[1][98] = 1;
		(trpt+1)->bup.oval = ((int)now.count);
		now.count = (((int)now.count)-1);
#ifdef VAR_RANGES
		logval("count", ((int)now.count));
#endif
		;
		/* merge: goto :b12(114, 99, 114) */
		reached[1][99] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 64: // STATE 105 - frames.pml:123 - [refs = (refs-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[1][105] = 1;
		(trpt+1)->bup.oval = ((int)now.refs);
		now.refs = (((int)now.refs)-1);
#ifdef VAR_RANGES
		logval("refs", ((int)now.refs));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 65: // STATE 106 - frames.pml:125 - [((refs==0))] (131:0:2 - 1)
		IfNotBlocked
		reached[1][106] = 1;
		if (!((((int)now.refs)==0)))
			continue;
		/* merge: assert((!(allocated)&&(count==0)))(131, 107, 131) */
		reached[1][107] = 1;
		spin_assert(( !(((int)now.allocated))&&(((int)now.count)==0)), "( !(allocated)&&(count==0))", II, tt, t);
		/* merge: kind = NONE(131, 108, 131) */
		reached[1][108] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = now.kind;
		now.kind = 3;
#ifdef VAR_RANGES
		logval("kind", now.kind);
#endif
		;
		/* merge: stamp = tlb_epoch(131, 109, 131) */
		reached[1][109] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.stamp);
		now.stamp = ((int)now.tlb_epoch);
#ifdef VAR_RANGES
		logval("stamp", ((int)now.stamp));
#endif
		;
		/* merge: .(goto)(131, 112, 131) */
		reached[1][112] = 1;
		;
		/* merge: .(goto)(0, 127, 131) */
		reached[1][127] = 1;
		;
		/* merge: .(goto)(0, 130, 131) */
		reached[1][130] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 66: // STATE 112 - frames.pml:128 - [.(goto)] (0:131:0 - 2)
		IfNotBlocked
		reached[1][112] = 1;
		;
		/* merge: .(goto)(0, 127, 131) */
		reached[1][127] = 1;
		;
		/* merge: .(goto)(0, 130, 131) */
		reached[1][130] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 67: // STATE 115 - frames.pml:297 - [(!(ok))] (0:0:1 - 1)
		IfNotBlocked
		reached[1][115] = 1;
		if (!( !(((int)((P1 *)_this)->ok))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: ok */  (trpt+1)->bup.oval = ((P1 *)_this)->ok;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->ok = 0;
		_m = 3; goto P999; /* 0 */
	case 68: // STATE 116 - frames.pml:123 - [refs = (refs-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[1][116] = 1;
		(trpt+1)->bup.oval = ((int)now.refs);
		now.refs = (((int)now.refs)-1);
#ifdef VAR_RANGES
		logval("refs", ((int)now.refs));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 69: // STATE 117 - frames.pml:125 - [((refs==0))] (131:0:2 - 1)
		IfNotBlocked
		reached[1][117] = 1;
		if (!((((int)now.refs)==0)))
			continue;
		/* merge: assert((!(allocated)&&(count==0)))(131, 118, 131) */
		reached[1][118] = 1;
		spin_assert(( !(((int)now.allocated))&&(((int)now.count)==0)), "( !(allocated)&&(count==0))", II, tt, t);
		/* merge: kind = NONE(131, 119, 131) */
		reached[1][119] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = now.kind;
		now.kind = 3;
#ifdef VAR_RANGES
		logval("kind", now.kind);
#endif
		;
		/* merge: stamp = tlb_epoch(131, 120, 131) */
		reached[1][120] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.stamp);
		now.stamp = ((int)now.tlb_epoch);
#ifdef VAR_RANGES
		logval("stamp", ((int)now.stamp));
#endif
		;
		/* merge: .(goto)(131, 123, 131) */
		reached[1][123] = 1;
		;
		/* merge: .(goto)(0, 127, 131) */
		reached[1][127] = 1;
		;
		/* merge: .(goto)(0, 130, 131) */
		reached[1][130] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 70: // STATE 123 - frames.pml:128 - [.(goto)] (0:131:0 - 2)
		IfNotBlocked
		reached[1][123] = 1;
		;
		/* merge: .(goto)(0, 127, 131) */
		reached[1][127] = 1;
		;
		/* merge: .(goto)(0, 130, 131) */
		reached[1][130] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 71: // STATE 131 - frames.pml:301 - [between = (between-1)] (0:0:1 - 5)
		IfNotBlocked
		reached[1][131] = 1;
		(trpt+1)->bup.oval = ((int)now.between);
		now.between = (((int)now.between)-1);
#ifdef VAR_RANGES
		logval("between", ((int)now.between));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 72: // STATE 135 - frames.pml:303 - [-end-] (0:0:0 - 3)
		IfNotBlocked
		reached[1][135] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC vcpu */
	case 73: // STATE 1 - frames.pml:233 - [((tlb_epoch>=12))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][1] = 1;
		if (!((((int)now.tlb_epoch)>=12)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 74: // STATE 3 - frames.pml:234 - [((tlb_epoch<12))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][3] = 1;
		if (!((((int)now.tlb_epoch)<12)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 75: // STATE 4 - frames.pml:236 - [(((my_maps==0)&&!(given_away)))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][4] = 1;
		if (!(((((int)((P0 *)_this)->my_maps)==0)&& !(((int)now.given_away)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 76: // STATE 5 - frames.pml:50 - [(!(mm_lock))] (9:0:1 - 1)
		IfNotBlocked
		reached[0][5] = 1;
		if (!( !(((int)now.mm_lock))))
			continue;
		/* merge: mm_lock = 1(0, 6, 9) */
		reached[0][6] = 1;
		(trpt+1)->bup.oval = ((int)now.mm_lock);
		now.mm_lock = 1;
#ifdef VAR_RANGES
		logval("mm_lock", ((int)now.mm_lock));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 77: // STATE 9 - frames.pml:237 - [between = (between+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][9] = 1;
		(trpt+1)->bup.oval = ((int)now.between);
		now.between = (((int)now.between)+1);
#ifdef VAR_RANGES
		logval("between", ((int)now.between));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 78: // STATE 10 - frames.pml:135 - [((queued&&(done>0)))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][10] = 1;
		if (!((((int)now.queued)&&(((int)now.done)>0))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 79: // STATE 11 - frames.pml:135 - [done = (done-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][11] = 1;
		(trpt+1)->bup.oval = ((int)now.done);
		now.done = (((int)now.done)-1);
#ifdef VAR_RANGES
		logval("done", ((int)now.done));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 80: // STATE 16 - frames.pml:136 - [((queued&&(done==0)))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][16] = 1;
		if (!((((int)now.queued)&&(((int)now.done)==0))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 81: // STATE 22 - frames.pml:137 - [D_STEP137]
		IfNotBlocked

		reached[0][22] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_016_0: /* 2 */
		now.queued = 0;
#ifdef VAR_RANGES
		logval("queued", ((int)now.queued));
#endif
		;
S_017_0: /* 2 */
		now.stamp = ((int)now.tlb_epoch);
#ifdef VAR_RANGES
		logval("stamp", ((int)now.stamp));
#endif
		;
S_018_0: /* 2 */
		now.partial = 0;
#ifdef VAR_RANGES
		logval("partial", ((int)now.partial));
#endif
		;
S_019_0: /* 2 */
		now.releasing = 0;
#ifdef VAR_RANGES
		logval("releasing", ((int)now.releasing));
#endif
		;
S_020_0: /* 2 */
		now.valid = 0;
#ifdef VAR_RANGES
		logval("valid", ((int)now.valid));
#endif
		;
		goto S_031_0;
S_031_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 82: // STATE 23 - frames.pml:123 - [refs = (refs-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][23] = 1;
		(trpt+1)->bup.oval = ((int)now.refs);
		now.refs = (((int)now.refs)-1);
#ifdef VAR_RANGES
		logval("refs", ((int)now.refs));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 83: // STATE 24 - frames.pml:125 - [((refs==0))] (126:0:2 - 1)
		IfNotBlocked
		reached[0][24] = 1;
		if (!((((int)now.refs)==0)))
			continue;
		/* merge: assert((!(allocated)&&(count==0)))(126, 25, 126) */
		reached[0][25] = 1;
		spin_assert(( !(((int)now.allocated))&&(((int)now.count)==0)), "( !(allocated)&&(count==0))", II, tt, t);
		/* merge: kind = NONE(126, 26, 126) */
		reached[0][26] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = now.kind;
		now.kind = 3;
#ifdef VAR_RANGES
		logval("kind", now.kind);
#endif
		;
		/* merge: stamp = tlb_epoch(126, 27, 126) */
		reached[0][27] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.stamp);
		now.stamp = ((int)now.tlb_epoch);
#ifdef VAR_RANGES
		logval("stamp", ((int)now.stamp));
#endif
		;
		/* merge: .(goto)(126, 30, 126) */
		reached[0][30] = 1;
		;
		/* merge: goto :b1(0, 33, 126) */
		reached[0][33] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 84: // STATE 30 - frames.pml:128 - [.(goto)] (0:126:0 - 2)
		IfNotBlocked
		reached[0][30] = 1;
		;
		/* merge: goto :b1(0, 33, 126) */
		reached[0][33] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 85: // STATE 34 - frames.pml:142 - [(!(queued))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][34] = 1;
		if (!( !(((int)now.queued))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 86: // STATE 40 - frames.pml:240 - [(queued)] (0:0:0 - 1)
		IfNotBlocked
		reached[0][40] = 1;
		if (!(((int)now.queued)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 87: // STATE 41 - frames.pml:241 - [(!(queued))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][41] = 1;
		if (!( !(((int)now.queued))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 88: // STATE 42 - frames.pml:118 - [((refs>0))] (124:0:2 - 1)
		IfNotBlocked
		reached[0][42] = 1;
		if (!((((int)now.refs)>0)))
			continue;
		/* merge: refs = (refs+1)(124, 43, 124) */
		reached[0][43] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.refs);
		now.refs = (((int)now.refs)+1);
#ifdef VAR_RANGES
		logval("refs", ((int)now.refs));
#endif
		;
		/* merge: held = 1(124, 44, 124) */
		reached[0][44] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->held);
		((P0 *)_this)->held = 1;
#ifdef VAR_RANGES
		logval("vcpu:held", ((int)((P0 *)_this)->held));
#endif
		;
		/* merge: .(goto)(124, 48, 124) */
		reached[0][48] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 89: // STATE 48 - frames.pml:118 - [.(goto)] (0:124:0 - 2)
		IfNotBlocked
		reached[0][48] = 1;
		;
		_m = 3; goto P999; /* 0 */
	case 90: // STATE 46 - frames.pml:118 - [held = 0] (0:124:1 - 1)
		IfNotBlocked
		reached[0][46] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->held);
		((P0 *)_this)->held = 0;
#ifdef VAR_RANGES
		logval("vcpu:held", ((int)((P0 *)_this)->held));
#endif
		;
		/* merge: .(goto)(124, 48, 124) */
		reached[0][48] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 91: // STATE 51 - frames.pml:244 - [(held)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][51] = 1;
		if (!(((int)((P0 *)_this)->held)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: held */  (trpt+1)->bup.oval = ((P0 *)_this)->held;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->held = 0;
		_m = 3; goto P999; /* 0 */
	case 92: // STATE 52 - frames.pml:74 - [ok = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[0][52] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->ok);
		((P0 *)_this)->ok = 0;
#ifdef VAR_RANGES
		logval("vcpu:ok", ((int)((P0 *)_this)->ok));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 93: // STATE 53 - frames.pml:76 - [(((kind==WRITABLE)&&!(partial)))] (121:0:2 - 1)
		IfNotBlocked
		reached[0][53] = 1;
		if (!(((now.kind==2)&& !(((int)now.partial)))))
			continue;
		/* merge: count = (count+1)(121, 54, 121) */
		reached[0][54] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.count);
		now.count = (((int)now.count)+1);
#ifdef VAR_RANGES
		logval("count", ((int)now.count));
#endif
		;
		/* merge: ok = 1(121, 55, 121) */
		reached[0][55] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->ok);
		((P0 *)_this)->ok = 1;
#ifdef VAR_RANGES
		logval("vcpu:ok", ((int)((P0 *)_this)->ok));
#endif
		;
		/* merge: goto :b2(121, 56, 121) */
		reached[0][56] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 94: // STATE 58 - frames.pml:80 - [((((kind!=WRITABLE)&&(count==0))&&!(partial)))] (84:0:2 - 1)
		IfNotBlocked
		reached[0][58] = 1;
		if (!((((now.kind!=2)&&(((int)now.count)==0))&& !(((int)now.partial)))))
			continue;
		/* merge: was = kind(84, 59, 84) */
		reached[0][59] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->was;
		((P0 *)_this)->was = now.kind;
#ifdef VAR_RANGES
		logval("vcpu:was", ((P0 *)_this)->was);
#endif
		;
		/* merge: seen = stamp(84, 60, 84) */
		reached[0][60] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->seen);
		((P0 *)_this)->seen = ((int)now.stamp);
#ifdef VAR_RANGES
		logval("vcpu:seen", ((int)((P0 *)_this)->seen));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 95: // STATE 62 - frames.pml:83 - [((was!=NONE))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][62] = 1;
		if (!((((P0 *)_this)->was!=3)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 96: // STATE 63 - frames.pml:63 - [cpu = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[0][63] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->cpu);
		((P0 *)_this)->cpu = 0;
#ifdef VAR_RANGES
		logval("vcpu:cpu", ((int)((P0 *)_this)->cpu));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 97: // STATE 64 - frames.pml:65 - [(((cpu<2)&&(flush_epoch[cpu]>seen)))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][64] = 1;
		if (!(((((int)((P0 *)_this)->cpu)<2)&&(((int)now.flush_epoch[ Index(((int)((P0 *)_this)->cpu), 2) ])>((int)((P0 *)_this)->seen)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 98: // STATE 65 - frames.pml:65 - [cpu = (cpu+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][65] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->cpu);
		((P0 *)_this)->cpu = (((int)((P0 *)_this)->cpu)+1);
#ifdef VAR_RANGES
		logval("vcpu:cpu", ((int)((P0 *)_this)->cpu));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 99: // STATE 66 - frames.pml:66 - [(((cpu<2)&&!((flush_epoch[cpu]>seen))))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][66] = 1;
		if (!(((((int)((P0 *)_this)->cpu)<2)&& !((((int)now.flush_epoch[ Index(((int)((P0 *)_this)->cpu), 2) ])>((int)((P0 *)_this)->seen))))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 100: // STATE 70 - frames.pml:56 - [D_STEP56]
		/* default 258 */
		

		reached[0][70] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_066_0: /* 2 */
		spin_assert((((int)now.tlb_epoch)<250), "(tlb_epoch<250)", II, tt, t);
S_067_0: /* 2 */
		now.tlb_epoch = (((int)now.tlb_epoch)+1);
#ifdef VAR_RANGES
		logval("tlb_epoch", ((int)now.tlb_epoch));
#endif
		;
S_068_0: /* 2 */
		((P0 *)_this)->next = ((int)now.tlb_epoch);
#ifdef VAR_RANGES
		logval("vcpu:next", ((int)((P0 *)_this)->next));
#endif
		;
		goto S_071_0;
S_071_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 101: // STATE 72 - frames.pml:57 - [D_STEP57]
		IfNotBlocked

		reached[0][72] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_070_0: /* 2 */
		now.writes[ Index(((P0 *)_this)->cpu, 2) ] = 0;
#ifdef VAR_RANGES
		logval("writes[vcpu:cpu]", ((int)now.writes[ Index(((int)((P0 *)_this)->cpu), 2) ]));
#endif
		;
		goto S_073_0;
S_073_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 102: // STATE 74 - frames.pml:58 - [D_STEP58]
		IfNotBlocked

		reached[0][74] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_072_0: /* 2 */
		now.flush_epoch[ Index(((P0 *)_this)->cpu, 2) ] = ( ((((int)((P0 *)_this)->next)>((int)now.flush_epoch[ Index(((int)((P0 *)_this)->cpu), 2) ]))) ? (((int)((P0 *)_this)->next)) : (((int)now.flush_epoch[ Index(((int)((P0 *)_this)->cpu), 2) ])) );
#ifdef VAR_RANGES
		logval("flush_epoch[vcpu:cpu]", ((int)now.flush_epoch[ Index(((int)((P0 *)_this)->cpu), 2) ]));
#endif
		;
		goto S_075_0;
S_075_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 103: // STATE 76 - frames.pml:66 - [cpu = (cpu+1)] (0:79:1 - 1)
		IfNotBlocked
		reached[0][76] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->cpu);
		((P0 *)_this)->cpu = (((int)((P0 *)_this)->cpu)+1);
#ifdef VAR_RANGES
		logval("vcpu:cpu", ((int)((P0 *)_this)->cpu));
#endif
		;
		/* merge: .(goto)(0, 80, 79) */
		reached[0][80] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 104: // STATE 77 - frames.pml:67 - [((cpu==2))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][77] = 1;
		if (!((((int)((P0 *)_this)->cpu)==2)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: cpu */  (trpt+1)->bup.oval = ((P0 *)_this)->cpu;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->cpu = 0;
		_m = 3; goto P999; /* 0 */
	case 105: // STATE 86 - frames.pml:87 - [((((kind==was)&&(count==0))&&!(partial)))] (121:0:5 - 1)
		IfNotBlocked
		reached[0][86] = 1;
		if (!((((now.kind==((P0 *)_this)->was)&&(((int)now.count)==0))&& !(((int)now.partial)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: was */  (trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->was;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->was = 0;
		/* merge: kind = WRITABLE(121, 87, 121) */
		reached[0][87] = 1;
		(trpt+1)->bup.ovals[1] = now.kind;
		now.kind = 2;
#ifdef VAR_RANGES
		logval("kind", now.kind);
#endif
		;
		/* merge: count = 1(121, 88, 121) */
		reached[0][88] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.count);
		now.count = 1;
#ifdef VAR_RANGES
		logval("count", ((int)now.count));
#endif
		;
		/* merge: valid = 0(121, 89, 121) */
		reached[0][89] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.valid);
		now.valid = 0;
#ifdef VAR_RANGES
		logval("valid", ((int)now.valid));
#endif
		;
		/* merge: ok = 1(121, 90, 121) */
		reached[0][90] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P0 *)_this)->ok);
		((P0 *)_this)->ok = 1;
#ifdef VAR_RANGES
		logval("vcpu:ok", ((int)((P0 *)_this)->ok));
#endif
		;
		/* merge: goto :b2(121, 91, 121) */
		reached[0][91] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 106: // STATE 98 - frames.pml:93 - [(((kind!=WRITABLE)&&((count>0)||partial)))] (121:0:0 - 1)
		IfNotBlocked
		reached[0][98] = 1;
		if (!(((now.kind!=2)&&((((int)now.count)>0)||((int)now.partial)))))
			continue;
		/* merge: goto :b2(0, 99, 121) */
		reached[0][99] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 107: // STATE 105 - frames.pml:246 - [(ok)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][105] = 1;
		if (!(((int)((P0 *)_this)->ok)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: ok */  (trpt+1)->bup.oval = ((P0 *)_this)->ok;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->ok = 0;
		_m = 3; goto P999; /* 0 */
	case 108: // STATE 109 - frames.pml:246 - [D_STEP246]
		IfNotBlocked

		reached[0][109] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_105_0: /* 2 */
		now.entries[ Index(((P0 *)_this)->c, 2) ] = (((int)now.entries[ Index(((int)((P0 *)_this)->c), 2) ])+1);
#ifdef VAR_RANGES
		logval("entries[vcpu:c]", ((int)now.entries[ Index(((int)((P0 *)_this)->c), 2) ]));
#endif
		;
S_106_0: /* 2 */
		((P0 *)_this)->my_maps = (((int)((P0 *)_this)->my_maps)+1);
#ifdef VAR_RANGES
		logval("vcpu:my_maps", ((int)((P0 *)_this)->my_maps));
#endif
		;
S_107_0: /* 2 */
		now.maps = (((int)now.maps)+1);
#ifdef VAR_RANGES
		logval("maps", ((int)now.maps));
#endif
		;
		goto S_121_0;
S_121_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 109: // STATE 110 - frames.pml:247 - [(!(ok))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][110] = 1;
		if (!( !(((int)((P0 *)_this)->ok))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: ok */  (trpt+1)->bup.oval = ((P0 *)_this)->ok;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->ok = 0;
		_m = 3; goto P999; /* 0 */
	case 110: // STATE 111 - frames.pml:123 - [refs = (refs-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][111] = 1;
		(trpt+1)->bup.oval = ((int)now.refs);
		now.refs = (((int)now.refs)-1);
#ifdef VAR_RANGES
		logval("refs", ((int)now.refs));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 111: // STATE 112 - frames.pml:125 - [((refs==0))] (128:0:2 - 1)
		IfNotBlocked
		reached[0][112] = 1;
		if (!((((int)now.refs)==0)))
			continue;
		/* merge: assert((!(allocated)&&(count==0)))(128, 113, 128) */
		reached[0][113] = 1;
		spin_assert(( !(((int)now.allocated))&&(((int)now.count)==0)), "( !(allocated)&&(count==0))", II, tt, t);
		/* merge: kind = NONE(128, 114, 128) */
		reached[0][114] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = now.kind;
		now.kind = 3;
#ifdef VAR_RANGES
		logval("kind", now.kind);
#endif
		;
		/* merge: stamp = tlb_epoch(128, 115, 128) */
		reached[0][115] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.stamp);
		now.stamp = ((int)now.tlb_epoch);
#ifdef VAR_RANGES
		logval("stamp", ((int)now.stamp));
#endif
		;
		/* merge: .(goto)(128, 118, 128) */
		reached[0][118] = 1;
		;
		/* merge: .(goto)(0, 122, 128) */
		reached[0][122] = 1;
		;
		/* merge: .(goto)(0, 125, 128) */
		reached[0][125] = 1;
		;
		/* merge: .(goto)(0, 127, 128) */
		reached[0][127] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 112: // STATE 118 - frames.pml:128 - [.(goto)] (0:128:0 - 2)
		IfNotBlocked
		reached[0][118] = 1;
		;
		/* merge: .(goto)(0, 122, 128) */
		reached[0][122] = 1;
		;
		/* merge: .(goto)(0, 125, 128) */
		reached[0][125] = 1;
		;
		/* merge: .(goto)(0, 127, 128) */
		reached[0][127] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 113: // STATE 128 - frames.pml:252 - [between = (between-1)] (0:0:1 - 7)
		IfNotBlocked
		reached[0][128] = 1;
		(trpt+1)->bup.oval = ((int)now.between);
		now.between = (((int)now.between)-1);
#ifdef VAR_RANGES
		logval("between", ((int)now.between));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 114: // STATE 129 - frames.pml:51 - [mm_lock = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[0][129] = 1;
		(trpt+1)->bup.oval = ((int)now.mm_lock);
		now.mm_lock = 0;
#ifdef VAR_RANGES
		logval("mm_lock", ((int)now.mm_lock));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 115: // STATE 131 - frames.pml:253 - [((my_maps>0))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][131] = 1;
		if (!((((int)((P0 *)_this)->my_maps)>0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 116: // STATE 132 - frames.pml:50 - [(!(mm_lock))] (136:0:1 - 1)
		IfNotBlocked
		reached[0][132] = 1;
		if (!( !(((int)now.mm_lock))))
			continue;
		/* merge: mm_lock = 1(0, 133, 136) */
		reached[0][133] = 1;
		(trpt+1)->bup.oval = ((int)now.mm_lock);
		now.mm_lock = 1;
#ifdef VAR_RANGES
		logval("mm_lock", ((int)now.mm_lock));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 117: // STATE 136 - frames.pml:254 - [between = (between+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][136] = 1;
		(trpt+1)->bup.oval = ((int)now.between);
		now.between = (((int)now.between)+1);
#ifdef VAR_RANGES
		logval("between", ((int)now.between));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 118: // STATE 140 - frames.pml:255 - [D_STEP255]
		IfNotBlocked

		reached[0][140] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_136_0: /* 2 */
		now.entries[ Index(((P0 *)_this)->c, 2) ] = (((int)now.entries[ Index(((int)((P0 *)_this)->c), 2) ])-1);
#ifdef VAR_RANGES
		logval("entries[vcpu:c]", ((int)now.entries[ Index(((int)((P0 *)_this)->c), 2) ]));
#endif
		;
S_137_0: /* 2 */
		((P0 *)_this)->my_maps = (((int)((P0 *)_this)->my_maps)-1);
#ifdef VAR_RANGES
		logval("vcpu:my_maps", ((int)((P0 *)_this)->my_maps));
#endif
		;
S_138_0: /* 2 */
		now.maps = (((int)now.maps)-1);
#ifdef VAR_RANGES
		logval("maps", ((int)now.maps));
#endif
		;
		goto S_161_0;
S_161_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 119: // STATE 141 - frames.pml:101 - [((count==1))] (145:0:1 - 1)
		IfNotBlocked
		reached[0][141] = 1;
		if (!((((int)now.count)==1)))
			continue;
		/* merge: seen = tlb_epoch(0, 142, 145) */
		reached[0][142] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->seen);
		((P0 *)_this)->seen = ((int)now.tlb_epoch);
#ifdef VAR_RANGES
		logval("vcpu:seen", ((int)((P0 *)_this)->seen));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 120: // STATE 145 - frames.pml:103 - [D_STEP103]
		IfNotBlocked

		reached[0][145] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_143_0: /* 2 */
		now.stamp = ((int)((P0 *)_this)->seen);
#ifdef VAR_RANGES
		logval("stamp", ((int)now.stamp));
#endif
		;
		goto S_152_0;
S_152_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 121: // STATE 146 - frames.pml:106 - [((count==1))] (172:0:1 - 1)
		IfNotBlocked
		reached[0][146] = 1;
		if (!((((int)now.count)==1)))
			continue;
		/* merge: count = 0(0, 147, 172) */
		reached[0][147] = 1;
		(trpt+1)->bup.oval = ((int)now.count);
		now.count = 0;
#ifdef VAR_RANGES
		logval("count", ((int)now.count));
#endif
		;
		/* merge: goto :b4(0, 149, 172) */
		reached[0][149] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 122: // STATE 150 - frames.pml:111 - [((count!=1))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][150] = 1;
		if (!((((int)now.count)!=1)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 123: // STATE 155 - frames.pml:113 - [((count>1))] (172:0:1 - 1)
		IfNotBlocked
		reached[0][155] = 1;
		if (!((((int)now.count)>1)))
			continue;
		/* merge: count = (count-1)(172, 156, 172) */
		reached[0][156] = 1;
		(trpt+1)->bup.oval = ((int)now.count);
		now.count = (((int)now.count)-1);
#ifdef VAR_RANGES
		logval("count", ((int)now.count));
#endif
		;
		/* merge: goto :b4(172, 157, 172) */
		reached[0][157] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 124: // STATE 163 - frames.pml:123 - [refs = (refs-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][163] = 1;
		(trpt+1)->bup.oval = ((int)now.refs);
		now.refs = (((int)now.refs)-1);
#ifdef VAR_RANGES
		logval("refs", ((int)now.refs));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 125: // STATE 164 - frames.pml:125 - [((refs==0))] (173:0:2 - 1)
		IfNotBlocked
		reached[0][164] = 1;
		if (!((((int)now.refs)==0)))
			continue;
		/* merge: assert((!(allocated)&&(count==0)))(173, 165, 173) */
		reached[0][165] = 1;
		spin_assert(( !(((int)now.allocated))&&(((int)now.count)==0)), "( !(allocated)&&(count==0))", II, tt, t);
		/* merge: kind = NONE(173, 166, 173) */
		reached[0][166] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = now.kind;
		now.kind = 3;
#ifdef VAR_RANGES
		logval("kind", now.kind);
#endif
		;
		/* merge: stamp = tlb_epoch(173, 167, 173) */
		reached[0][167] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.stamp);
		now.stamp = ((int)now.tlb_epoch);
#ifdef VAR_RANGES
		logval("stamp", ((int)now.stamp));
#endif
		;
		/* merge: .(goto)(173, 170, 173) */
		reached[0][170] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 126: // STATE 170 - frames.pml:128 - [.(goto)] (0:173:0 - 2)
		IfNotBlocked
		reached[0][170] = 1;
		;
		_m = 3; goto P999; /* 0 */
	case 127: // STATE 173 - frames.pml:257 - [between = (between-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][173] = 1;
		(trpt+1)->bup.oval = ((int)now.between);
		now.between = (((int)now.between)-1);
#ifdef VAR_RANGES
		logval("between", ((int)now.between));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 128: // STATE 174 - frames.pml:51 - [mm_lock = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[0][174] = 1;
		(trpt+1)->bup.oval = ((int)now.mm_lock);
		now.mm_lock = 0;
#ifdef VAR_RANGES
		logval("mm_lock", ((int)now.mm_lock));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 129: // STATE 176 - frames.pml:258 - [(((my_pins==0)&&!(given_away)))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][176] = 1;
		if (!(((((int)((P0 *)_this)->my_pins)==0)&& !(((int)now.given_away)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 130: // STATE 177 - frames.pml:50 - [(!(mm_lock))] (181:0:1 - 1)
		IfNotBlocked
		reached[0][177] = 1;
		if (!( !(((int)now.mm_lock))))
			continue;
		/* merge: mm_lock = 1(0, 178, 181) */
		reached[0][178] = 1;
		(trpt+1)->bup.oval = ((int)now.mm_lock);
		now.mm_lock = 1;
#ifdef VAR_RANGES
		logval("mm_lock", ((int)now.mm_lock));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 131: // STATE 181 - frames.pml:259 - [between = (between+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][181] = 1;
		(trpt+1)->bup.oval = ((int)now.between);
		now.between = (((int)now.between)+1);
#ifdef VAR_RANGES
		logval("between", ((int)now.between));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 132: // STATE 182 - frames.pml:135 - [((queued&&(done>0)))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][182] = 1;
		if (!((((int)now.queued)&&(((int)now.done)>0))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 133: // STATE 183 - frames.pml:135 - [done = (done-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][183] = 1;
		(trpt+1)->bup.oval = ((int)now.done);
		now.done = (((int)now.done)-1);
#ifdef VAR_RANGES
		logval("done", ((int)now.done));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 134: // STATE 188 - frames.pml:136 - [((queued&&(done==0)))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][188] = 1;
		if (!((((int)now.queued)&&(((int)now.done)==0))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 135: // STATE 194 - frames.pml:137 - [D_STEP137]
		IfNotBlocked

		reached[0][194] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_188_0: /* 2 */
		now.queued = 0;
#ifdef VAR_RANGES
		logval("queued", ((int)now.queued));
#endif
		;
S_189_0: /* 2 */
		now.stamp = ((int)now.tlb_epoch);
#ifdef VAR_RANGES
		logval("stamp", ((int)now.stamp));
#endif
		;
S_190_0: /* 2 */
		now.partial = 0;
#ifdef VAR_RANGES
		logval("partial", ((int)now.partial));
#endif
		;
S_191_0: /* 2 */
		now.releasing = 0;
#ifdef VAR_RANGES
		logval("releasing", ((int)now.releasing));
#endif
		;
S_192_0: /* 2 */
		now.valid = 0;
#ifdef VAR_RANGES
		logval("valid", ((int)now.valid));
#endif
		;
		goto S_203_0;
S_203_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 136: // STATE 195 - frames.pml:123 - [refs = (refs-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][195] = 1;
		(trpt+1)->bup.oval = ((int)now.refs);
		now.refs = (((int)now.refs)-1);
#ifdef VAR_RANGES
		logval("refs", ((int)now.refs));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 137: // STATE 196 - frames.pml:125 - [((refs==0))] (435:0:2 - 1)
		IfNotBlocked
		reached[0][196] = 1;
		if (!((((int)now.refs)==0)))
			continue;
		/* merge: assert((!(allocated)&&(count==0)))(435, 197, 435) */
		reached[0][197] = 1;
		spin_assert(( !(((int)now.allocated))&&(((int)now.count)==0)), "( !(allocated)&&(count==0))", II, tt, t);
		/* merge: kind = NONE(435, 198, 435) */
		reached[0][198] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = now.kind;
		now.kind = 3;
#ifdef VAR_RANGES
		logval("kind", now.kind);
#endif
		;
		/* merge: stamp = tlb_epoch(435, 199, 435) */
		reached[0][199] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.stamp);
		now.stamp = ((int)now.tlb_epoch);
#ifdef VAR_RANGES
		logval("stamp", ((int)now.stamp));
#endif
		;
		/* merge: .(goto)(435, 202, 435) */
		reached[0][202] = 1;
		;
		/* merge: goto :b5(0, 205, 435) */
		reached[0][205] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 138: // STATE 202 - frames.pml:128 - [.(goto)] (0:435:0 - 2)
		IfNotBlocked
		reached[0][202] = 1;
		;
		/* merge: goto :b5(0, 205, 435) */
		reached[0][205] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 139: // STATE 206 - frames.pml:142 - [(!(queued))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][206] = 1;
		if (!( !(((int)now.queued))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 140: // STATE 212 - frames.pml:262 - [(queued)] (0:0:0 - 1)
		IfNotBlocked
		reached[0][212] = 1;
		if (!(((int)now.queued)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 141: // STATE 213 - frames.pml:263 - [(!(queued))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][213] = 1;
		if (!( !(((int)now.queued))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 142: // STATE 214 - frames.pml:149 - [ok = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[0][214] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->ok);
		((P0 *)_this)->ok = 0;
#ifdef VAR_RANGES
		logval("vcpu:ok", ((int)((P0 *)_this)->ok));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 143: // STATE 215 - frames.pml:118 - [((refs>0))] (426:0:2 - 1)
		IfNotBlocked
		reached[0][215] = 1;
		if (!((((int)now.refs)>0)))
			continue;
		/* merge: refs = (refs+1)(426, 216, 426) */
		reached[0][216] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.refs);
		now.refs = (((int)now.refs)+1);
#ifdef VAR_RANGES
		logval("refs", ((int)now.refs));
#endif
		;
		/* merge: held = 1(426, 217, 426) */
		reached[0][217] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->held);
		((P0 *)_this)->held = 1;
#ifdef VAR_RANGES
		logval("vcpu:held", ((int)((P0 *)_this)->held));
#endif
		;
		/* merge: .(goto)(426, 221, 426) */
		reached[0][221] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 144: // STATE 221 - frames.pml:118 - [.(goto)] (0:426:0 - 2)
		IfNotBlocked
		reached[0][221] = 1;
		;
		_m = 3; goto P999; /* 0 */
	case 145: // STATE 219 - frames.pml:118 - [held = 0] (0:426:1 - 1)
		IfNotBlocked
		reached[0][219] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->held);
		((P0 *)_this)->held = 0;
#ifdef VAR_RANGES
		logval("vcpu:held", ((int)((P0 *)_this)->held));
#endif
		;
		/* merge: .(goto)(426, 221, 426) */
		reached[0][221] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 146: // STATE 224 - frames.pml:152 - [(!(held))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][224] = 1;
		if (!( !(((int)((P0 *)_this)->held))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: held */  (trpt+1)->bup.oval = ((P0 *)_this)->held;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->held = 0;
		_m = 3; goto P999; /* 0 */
	case 147: // STATE 225 - frames.pml:153 - [(held)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][225] = 1;
		if (!(((int)((P0 *)_this)->held)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: held */  (trpt+1)->bup.oval = ((P0 *)_this)->held;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->held = 0;
		_m = 3; goto P999; /* 0 */
	case 148: // STATE 226 - frames.pml:155 - [((partial&&releasing))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][226] = 1;
		if (!((((int)now.partial)&&((int)now.releasing))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 149: // STATE 227 - frames.pml:123 - [refs = (refs-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][227] = 1;
		(trpt+1)->bup.oval = ((int)now.refs);
		now.refs = (((int)now.refs)-1);
#ifdef VAR_RANGES
		logval("refs", ((int)now.refs));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 150: // STATE 228 - frames.pml:125 - [((refs==0))] (433:0:2 - 1)
		IfNotBlocked
		reached[0][228] = 1;
		if (!((((int)now.refs)==0)))
			continue;
		/* merge: assert((!(allocated)&&(count==0)))(433, 229, 433) */
		reached[0][229] = 1;
		spin_assert(( !(((int)now.allocated))&&(((int)now.count)==0)), "( !(allocated)&&(count==0))", II, tt, t);
		/* merge: kind = NONE(433, 230, 433) */
		reached[0][230] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = now.kind;
		now.kind = 3;
#ifdef VAR_RANGES
		logval("kind", now.kind);
#endif
		;
		/* merge: stamp = tlb_epoch(433, 231, 433) */
		reached[0][231] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.stamp);
		now.stamp = ((int)now.tlb_epoch);
#ifdef VAR_RANGES
		logval("stamp", ((int)now.stamp));
#endif
		;
		/* merge: .(goto)(433, 234, 433) */
		reached[0][234] = 1;
		;
		/* merge: .(goto)(0, 425, 433) */
		reached[0][425] = 1;
		;
		/* merge: .(goto)(0, 427, 433) */
		reached[0][427] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 151: // STATE 234 - frames.pml:128 - [.(goto)] (0:433:0 - 2)
		IfNotBlocked
		reached[0][234] = 1;
		;
		/* merge: .(goto)(0, 425, 433) */
		reached[0][425] = 1;
		;
		/* merge: .(goto)(0, 427, 433) */
		reached[0][427] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 152: // STATE 237 - frames.pml:156 - [((partial&&!(releasing)))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][237] = 1;
		if (!((((int)now.partial)&& !(((int)now.releasing)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 153: // STATE 238 - frames.pml:187 - [checked_from_here = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[0][238] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->checked_from_here);
		((P0 *)_this)->checked_from_here = 1;
#ifdef VAR_RANGES
		logval("vcpu:checked_from_here", ((int)((P0 *)_this)->checked_from_here));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 154: // STATE 239 - frames.pml:189 - [((done<2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][239] = 1;
		if (!((((int)now.done)<2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 155: // STATE 240 - frames.pml:189 - [assert(!((((kind==TABLE)&&(valid||(partial&&!(releasing))))&&writes[0])))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][240] = 1;
		spin_assert( !((((now.kind==1)&&(((int)now.valid)||(((int)now.partial)&& !(((int)now.releasing)))))&&((int)now.writes[0]))), " !((((kind==1)&&(valid||(partial&& !(releasing))))&&writes[0]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 156: // STATE 241 - frames.pml:189 - [assert(!((((kind==TABLE)&&(valid||(partial&&!(releasing))))&&writes[1])))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][241] = 1;
		spin_assert( !((((now.kind==1)&&(((int)now.valid)||(((int)now.partial)&& !(((int)now.releasing)))))&&((int)now.writes[1]))), " !((((kind==1)&&(valid||(partial&& !(releasing))))&&writes[1]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 157: // STATE 242 - frames.pml:191 - [done = (done+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][242] = 1;
		(trpt+1)->bup.oval = ((int)now.done);
		now.done = (((int)now.done)+1);
#ifdef VAR_RANGES
		logval("done", ((int)now.done));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 158: // STATE 243 - frames.pml:192 - [checked_from_here = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[0][243] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->checked_from_here);
		((P0 *)_this)->checked_from_here = 0;
#ifdef VAR_RANGES
		logval("vcpu:checked_from_here", ((int)((P0 *)_this)->checked_from_here));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 159: // STATE 245 - frames.pml:193 - [checked_from_here = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[0][245] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->checked_from_here);
		((P0 *)_this)->checked_from_here = 0;
#ifdef VAR_RANGES
		logval("vcpu:checked_from_here", ((int)((P0 *)_this)->checked_from_here));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 160: // STATE 248 - frames.pml:193 - [D_STEP193]
		IfNotBlocked

		reached[0][248] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_245_0: /* 2 */
		now.releasing = 1;
#ifdef VAR_RANGES
		logval("releasing", ((int)now.releasing));
#endif
		;
S_246_0: /* 2 */
		now.queued = 1;
#ifdef VAR_RANGES
		logval("queued", ((int)now.queued));
#endif
		;
		goto S_248_0;
S_248_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 161: // STATE 252 - frames.pml:195 - [((done==2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][252] = 1;
		if (!((((int)now.done)==2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 162: // STATE 257 - frames.pml:198 - [(checked_from_here)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][257] = 1;
		if (!(((int)((P0 *)_this)->checked_from_here)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: checked_from_here */  (trpt+1)->bup.oval = ((P0 *)_this)->checked_from_here;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->checked_from_here = 0;
		_m = 3; goto P999; /* 0 */
	case 163: // STATE 262 - frames.pml:199 - [D_STEP199]
		IfNotBlocked

		reached[0][262] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_257_0: /* 2 */
		now.partial = 0;
#ifdef VAR_RANGES
		logval("partial", ((int)now.partial));
#endif
		;
S_258_0: /* 2 */
		now.valid = 1;
#ifdef VAR_RANGES
		logval("valid", ((int)now.valid));
#endif
		;
S_259_0: /* 2 */
		now.count = 1;
#ifdef VAR_RANGES
		logval("count", ((int)now.count));
#endif
		;
S_260_0: /* 2 */
		((P0 *)_this)->ok = 1;
#ifdef VAR_RANGES
		logval("vcpu:ok", ((int)((P0 *)_this)->ok));
#endif
		;
		goto S_274_0;
S_274_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 164: // STATE 263 - frames.pml:201 - [(!(fresh))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][263] = 1;
		if (!( !(((int)((P0 *)_this)->fresh))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: fresh */  (trpt+1)->bup.oval = ((P0 *)_this)->fresh;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->fresh = 0;
		_m = 3; goto P999; /* 0 */
	case 165: // STATE 264 - frames.pml:123 - [refs = (refs-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][264] = 1;
		(trpt+1)->bup.oval = ((int)now.refs);
		now.refs = (((int)now.refs)-1);
#ifdef VAR_RANGES
		logval("refs", ((int)now.refs));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 166: // STATE 265 - frames.pml:125 - [((refs==0))] (433:0:3 - 1)
		IfNotBlocked
		reached[0][265] = 1;
		if (!((((int)now.refs)==0)))
			continue;
		/* merge: assert((!(allocated)&&(count==0)))(433, 266, 433) */
		reached[0][266] = 1;
		spin_assert(( !(((int)now.allocated))&&(((int)now.count)==0)), "( !(allocated)&&(count==0))", II, tt, t);
		/* merge: kind = NONE(433, 267, 433) */
		reached[0][267] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = now.kind;
		now.kind = 3;
#ifdef VAR_RANGES
		logval("kind", now.kind);
#endif
		;
		/* merge: stamp = tlb_epoch(433, 268, 433) */
		reached[0][268] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.stamp);
		now.stamp = ((int)now.tlb_epoch);
#ifdef VAR_RANGES
		logval("stamp", ((int)now.stamp));
#endif
		;
		/* merge: .(goto)(433, 271, 433) */
		reached[0][271] = 1;
		;
		/* merge: .(goto)(433, 276, 433) */
		reached[0][276] = 1;
		;
		/* merge: .(goto)(433, 293, 433) */
		reached[0][293] = 1;
		;
		/* merge: fresh = 0(433, 294, 433) */
		reached[0][294] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->fresh);
		((P0 *)_this)->fresh = 0;
#ifdef VAR_RANGES
		logval("vcpu:fresh", ((int)((P0 *)_this)->fresh));
#endif
		;
		/* merge: .(goto)(0, 310, 433) */
		reached[0][310] = 1;
		;
		/* merge: .(goto)(0, 425, 433) */
		reached[0][425] = 1;
		;
		/* merge: .(goto)(0, 427, 433) */
		reached[0][427] = 1;
		;
		_m = 3; goto P999; /* 10 */
	case 167: // STATE 271 - frames.pml:128 - [.(goto)] (0:433:1 - 2)
		IfNotBlocked
		reached[0][271] = 1;
		;
		/* merge: .(goto)(433, 276, 433) */
		reached[0][276] = 1;
		;
		/* merge: .(goto)(433, 293, 433) */
		reached[0][293] = 1;
		;
		/* merge: fresh = 0(433, 294, 433) */
		reached[0][294] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->fresh);
		((P0 *)_this)->fresh = 0;
#ifdef VAR_RANGES
		logval("vcpu:fresh", ((int)((P0 *)_this)->fresh));
#endif
		;
		/* merge: .(goto)(0, 310, 433) */
		reached[0][310] = 1;
		;
		/* merge: .(goto)(0, 425, 433) */
		reached[0][425] = 1;
		;
		/* merge: .(goto)(0, 427, 433) */
		reached[0][427] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 168: // STATE 278 - frames.pml:205 - [(!(fresh))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][278] = 1;
		if (!( !(((int)((P0 *)_this)->fresh))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: fresh */  (trpt+1)->bup.oval = ((P0 *)_this)->fresh;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->fresh = 0;
		_m = 3; goto P999; /* 0 */
	case 169: // STATE 279 - frames.pml:123 - [refs = (refs-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][279] = 1;
		(trpt+1)->bup.oval = ((int)now.refs);
		now.refs = (((int)now.refs)-1);
#ifdef VAR_RANGES
		logval("refs", ((int)now.refs));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 170: // STATE 280 - frames.pml:125 - [((refs==0))] (433:0:3 - 1)
		IfNotBlocked
		reached[0][280] = 1;
		if (!((((int)now.refs)==0)))
			continue;
		/* merge: assert((!(allocated)&&(count==0)))(433, 281, 433) */
		reached[0][281] = 1;
		spin_assert(( !(((int)now.allocated))&&(((int)now.count)==0)), "( !(allocated)&&(count==0))", II, tt, t);
		/* merge: kind = NONE(433, 282, 433) */
		reached[0][282] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = now.kind;
		now.kind = 3;
#ifdef VAR_RANGES
		logval("kind", now.kind);
#endif
		;
		/* merge: stamp = tlb_epoch(433, 283, 433) */
		reached[0][283] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.stamp);
		now.stamp = ((int)now.tlb_epoch);
#ifdef VAR_RANGES
		logval("stamp", ((int)now.stamp));
#endif
		;
		/* merge: .(goto)(433, 286, 433) */
		reached[0][286] = 1;
		;
		/* merge: .(goto)(433, 291, 433) */
		reached[0][291] = 1;
		;
		/* merge: .(goto)(433, 293, 433) */
		reached[0][293] = 1;
		;
		/* merge: fresh = 0(433, 294, 433) */
		reached[0][294] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->fresh);
		((P0 *)_this)->fresh = 0;
#ifdef VAR_RANGES
		logval("vcpu:fresh", ((int)((P0 *)_this)->fresh));
#endif
		;
		/* merge: .(goto)(0, 310, 433) */
		reached[0][310] = 1;
		;
		/* merge: .(goto)(0, 425, 433) */
		reached[0][425] = 1;
		;
		/* merge: .(goto)(0, 427, 433) */
		reached[0][427] = 1;
		;
		_m = 3; goto P999; /* 10 */
	case 171: // STATE 286 - frames.pml:128 - [.(goto)] (0:433:1 - 2)
		IfNotBlocked
		reached[0][286] = 1;
		;
		/* merge: .(goto)(433, 291, 433) */
		reached[0][291] = 1;
		;
		/* merge: .(goto)(433, 293, 433) */
		reached[0][293] = 1;
		;
		/* merge: fresh = 0(433, 294, 433) */
		reached[0][294] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->fresh);
		((P0 *)_this)->fresh = 0;
#ifdef VAR_RANGES
		logval("vcpu:fresh", ((int)((P0 *)_this)->fresh));
#endif
		;
		/* merge: .(goto)(0, 310, 433) */
		reached[0][310] = 1;
		;
		/* merge: .(goto)(0, 425, 433) */
		reached[0][425] = 1;
		;
		/* merge: .(goto)(0, 427, 433) */
		reached[0][427] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 172: // STATE 294 - frames.pml:210 - [fresh = 0] (0:433:1 - 7)
		IfNotBlocked
		reached[0][294] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->fresh);
		((P0 *)_this)->fresh = 0;
#ifdef VAR_RANGES
		logval("vcpu:fresh", ((int)((P0 *)_this)->fresh));
#endif
		;
		/* merge: .(goto)(0, 310, 433) */
		reached[0][310] = 1;
		;
		/* merge: .(goto)(0, 425, 433) */
		reached[0][425] = 1;
		;
		/* merge: .(goto)(0, 427, 433) */
		reached[0][427] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 173: // STATE 298 - frames.pml:159 - [D_STEP159]
		IfNotBlocked

		reached[0][298] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_295_0: /* 2 */
		now.releasing = 1;
#ifdef VAR_RANGES
		logval("releasing", ((int)now.releasing));
#endif
		;
S_296_0: /* 2 */
		now.queued = 1;
#ifdef VAR_RANGES
		logval("queued", ((int)now.queued));
#endif
		;
		goto S_307_0;
S_307_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 174: // STATE 299 - frames.pml:123 - [refs = (refs-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][299] = 1;
		(trpt+1)->bup.oval = ((int)now.refs);
		now.refs = (((int)now.refs)-1);
#ifdef VAR_RANGES
		logval("refs", ((int)now.refs));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 175: // STATE 300 - frames.pml:125 - [((refs==0))] (433:0:2 - 1)
		IfNotBlocked
		reached[0][300] = 1;
		if (!((((int)now.refs)==0)))
			continue;
		/* merge: assert((!(allocated)&&(count==0)))(433, 301, 433) */
		reached[0][301] = 1;
		spin_assert(( !(((int)now.allocated))&&(((int)now.count)==0)), "( !(allocated)&&(count==0))", II, tt, t);
		/* merge: kind = NONE(433, 302, 433) */
		reached[0][302] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = now.kind;
		now.kind = 3;
#ifdef VAR_RANGES
		logval("kind", now.kind);
#endif
		;
		/* merge: stamp = tlb_epoch(433, 303, 433) */
		reached[0][303] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.stamp);
		now.stamp = ((int)now.tlb_epoch);
#ifdef VAR_RANGES
		logval("stamp", ((int)now.stamp));
#endif
		;
		/* merge: .(goto)(433, 306, 433) */
		reached[0][306] = 1;
		;
		/* merge: .(goto)(0, 310, 433) */
		reached[0][310] = 1;
		;
		/* merge: .(goto)(0, 425, 433) */
		reached[0][425] = 1;
		;
		/* merge: .(goto)(0, 427, 433) */
		reached[0][427] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 176: // STATE 306 - frames.pml:128 - [.(goto)] (0:433:0 - 2)
		IfNotBlocked
		reached[0][306] = 1;
		;
		/* merge: .(goto)(0, 310, 433) */
		reached[0][310] = 1;
		;
		/* merge: .(goto)(0, 425, 433) */
		reached[0][425] = 1;
		;
		/* merge: .(goto)(0, 427, 433) */
		reached[0][427] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 177: // STATE 311 - frames.pml:161 - [(!(partial))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][311] = 1;
		if (!( !(((int)now.partial))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 178: // STATE 312 - frames.pml:163 - [(((kind==TABLE)&&(count>0)))] (433:0:2 - 1)
		IfNotBlocked
		reached[0][312] = 1;
		if (!(((now.kind==1)&&(((int)now.count)>0))))
			continue;
		/* merge: count = (count+1)(433, 313, 433) */
		reached[0][313] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.count);
		now.count = (((int)now.count)+1);
#ifdef VAR_RANGES
		logval("count", ((int)now.count));
#endif
		;
		/* merge: ok = 1(433, 314, 433) */
		reached[0][314] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->ok);
		((P0 *)_this)->ok = 1;
#ifdef VAR_RANGES
		logval("vcpu:ok", ((int)((P0 *)_this)->ok));
#endif
		;
		/* merge: .(goto)(0, 423, 433) */
		reached[0][423] = 1;
		;
		/* merge: .(goto)(0, 425, 433) */
		reached[0][425] = 1;
		;
		/* merge: .(goto)(0, 427, 433) */
		reached[0][427] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 179: // STATE 316 - frames.pml:164 - [(((kind!=TABLE)&&(count>0)))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][316] = 1;
		if (!(((now.kind!=1)&&(((int)now.count)>0))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 180: // STATE 319 - frames.pml:123 - [refs = (refs-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][319] = 1;
		(trpt+1)->bup.oval = ((int)now.refs);
		now.refs = (((int)now.refs)-1);
#ifdef VAR_RANGES
		logval("refs", ((int)now.refs));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 181: // STATE 320 - frames.pml:125 - [((refs==0))] (433:0:2 - 1)
		IfNotBlocked
		reached[0][320] = 1;
		if (!((((int)now.refs)==0)))
			continue;
		/* merge: assert((!(allocated)&&(count==0)))(433, 321, 433) */
		reached[0][321] = 1;
		spin_assert(( !(((int)now.allocated))&&(((int)now.count)==0)), "( !(allocated)&&(count==0))", II, tt, t);
		/* merge: kind = NONE(433, 322, 433) */
		reached[0][322] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = now.kind;
		now.kind = 3;
#ifdef VAR_RANGES
		logval("kind", now.kind);
#endif
		;
		/* merge: stamp = tlb_epoch(433, 323, 433) */
		reached[0][323] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.stamp);
		now.stamp = ((int)now.tlb_epoch);
#ifdef VAR_RANGES
		logval("stamp", ((int)now.stamp));
#endif
		;
		/* merge: .(goto)(433, 326, 433) */
		reached[0][326] = 1;
		;
		/* merge: .(goto)(0, 423, 433) */
		reached[0][423] = 1;
		;
		/* merge: .(goto)(0, 425, 433) */
		reached[0][425] = 1;
		;
		/* merge: .(goto)(0, 427, 433) */
		reached[0][427] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 182: // STATE 326 - frames.pml:128 - [.(goto)] (0:433:0 - 2)
		IfNotBlocked
		reached[0][326] = 1;
		;
		/* merge: .(goto)(0, 423, 433) */
		reached[0][423] = 1;
		;
		/* merge: .(goto)(0, 425, 433) */
		reached[0][425] = 1;
		;
		/* merge: .(goto)(0, 427, 433) */
		reached[0][427] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 183: // STATE 329 - frames.pml:165 - [((count==0))] (360:0:7 - 1)
		IfNotBlocked
		reached[0][329] = 1;
		if (!((((int)now.count)==0)))
			continue;
		/* merge: was = kind(360, 330, 360) */
		reached[0][330] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->was;
		((P0 *)_this)->was = now.kind;
#ifdef VAR_RANGES
		logval("vcpu:was", ((P0 *)_this)->was);
#endif
		;
		/* merge: seen = stamp(360, 331, 360) */
		reached[0][331] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->seen);
		((P0 *)_this)->seen = ((int)now.stamp);
#ifdef VAR_RANGES
		logval("vcpu:seen", ((int)((P0 *)_this)->seen));
#endif
		;
		/* merge: kind = TABLE(360, 332, 360) */
		reached[0][332] = 1;
		(trpt+1)->bup.ovals[2] = now.kind;
		now.kind = 1;
#ifdef VAR_RANGES
		logval("kind", now.kind);
#endif
		;
		/* merge: partial = 1(360, 333, 360) */
		reached[0][333] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.partial);
		now.partial = 1;
#ifdef VAR_RANGES
		logval("partial", ((int)now.partial));
#endif
		;
		/* merge: valid = 0(360, 334, 360) */
		reached[0][334] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.valid);
		now.valid = 0;
#ifdef VAR_RANGES
		logval("valid", ((int)now.valid));
#endif
		;
		/* merge: releasing = 0(360, 335, 360) */
		reached[0][335] = 1;
		(trpt+1)->bup.ovals[5] = ((int)now.releasing);
		now.releasing = 0;
#ifdef VAR_RANGES
		logval("releasing", ((int)now.releasing));
#endif
		;
		/* merge: done = 0(360, 336, 360) */
		reached[0][336] = 1;
		(trpt+1)->bup.ovals[6] = ((int)now.done);
		now.done = 0;
#ifdef VAR_RANGES
		logval("done", ((int)now.done));
#endif
		;
		_m = 3; goto P999; /* 7 */
	case 184: // STATE 338 - frames.pml:171 - [((was==WRITABLE))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][338] = 1;
		if (!((((P0 *)_this)->was==2)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: was */  (trpt+1)->bup.oval = ((P0 *)_this)->was;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->was = 0;
		_m = 3; goto P999; /* 0 */
	case 185: // STATE 339 - frames.pml:63 - [cpu = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[0][339] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->cpu);
		((P0 *)_this)->cpu = 0;
#ifdef VAR_RANGES
		logval("vcpu:cpu", ((int)((P0 *)_this)->cpu));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 186: // STATE 340 - frames.pml:65 - [(((cpu<2)&&(flush_epoch[cpu]>seen)))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][340] = 1;
		if (!(((((int)((P0 *)_this)->cpu)<2)&&(((int)now.flush_epoch[ Index(((int)((P0 *)_this)->cpu), 2) ])>((int)((P0 *)_this)->seen)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 187: // STATE 341 - frames.pml:65 - [cpu = (cpu+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][341] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->cpu);
		((P0 *)_this)->cpu = (((int)((P0 *)_this)->cpu)+1);
#ifdef VAR_RANGES
		logval("vcpu:cpu", ((int)((P0 *)_this)->cpu));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 188: // STATE 342 - frames.pml:66 - [(((cpu<2)&&!((flush_epoch[cpu]>seen))))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][342] = 1;
		if (!(((((int)((P0 *)_this)->cpu)<2)&& !((((int)now.flush_epoch[ Index(((int)((P0 *)_this)->cpu), 2) ])>((int)((P0 *)_this)->seen))))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 189: // STATE 346 - frames.pml:56 - [D_STEP56]
		/* default 258 */
		

		reached[0][346] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_342_0: /* 2 */
		spin_assert((((int)now.tlb_epoch)<250), "(tlb_epoch<250)", II, tt, t);
S_343_0: /* 2 */
		now.tlb_epoch = (((int)now.tlb_epoch)+1);
#ifdef VAR_RANGES
		logval("tlb_epoch", ((int)now.tlb_epoch));
#endif
		;
S_344_0: /* 2 */
		((P0 *)_this)->next = ((int)now.tlb_epoch);
#ifdef VAR_RANGES
		logval("vcpu:next", ((int)((P0 *)_this)->next));
#endif
		;
		goto S_347_0;
S_347_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 190: // STATE 348 - frames.pml:57 - [D_STEP57]
		IfNotBlocked

		reached[0][348] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_346_0: /* 2 */
		now.writes[ Index(((P0 *)_this)->cpu, 2) ] = 0;
#ifdef VAR_RANGES
		logval("writes[vcpu:cpu]", ((int)now.writes[ Index(((int)((P0 *)_this)->cpu), 2) ]));
#endif
		;
		goto S_349_0;
S_349_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 191: // STATE 350 - frames.pml:58 - [D_STEP58]
		IfNotBlocked

		reached[0][350] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_348_0: /* 2 */
		now.flush_epoch[ Index(((P0 *)_this)->cpu, 2) ] = ( ((((int)((P0 *)_this)->next)>((int)now.flush_epoch[ Index(((int)((P0 *)_this)->cpu), 2) ]))) ? (((int)((P0 *)_this)->next)) : (((int)now.flush_epoch[ Index(((int)((P0 *)_this)->cpu), 2) ])) );
#ifdef VAR_RANGES
		logval("flush_epoch[vcpu:cpu]", ((int)now.flush_epoch[ Index(((int)((P0 *)_this)->cpu), 2) ]));
#endif
		;
		goto S_351_0;
S_351_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 192: // STATE 352 - frames.pml:66 - [cpu = (cpu+1)] (0:355:1 - 1)
		IfNotBlocked
		reached[0][352] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->cpu);
		((P0 *)_this)->cpu = (((int)((P0 *)_this)->cpu)+1);
#ifdef VAR_RANGES
		logval("vcpu:cpu", ((int)((P0 *)_this)->cpu));
#endif
		;
		/* merge: .(goto)(0, 356, 355) */
		reached[0][356] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 193: // STATE 353 - frames.pml:67 - [((cpu==2))] (421:0:4 - 1)
		IfNotBlocked
		reached[0][353] = 1;
		if (!((((int)((P0 *)_this)->cpu)==2)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: cpu */  (trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->cpu;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->cpu = 0;
		/* merge: goto :b7(421, 354, 421) */
		reached[0][354] = 1;
		;
		/* merge: checked_from_here = 1(421, 362, 421) */
		reached[0][362] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->checked_from_here);
		((P0 *)_this)->checked_from_here = 1;
#ifdef VAR_RANGES
		logval("vcpu:checked_from_here", ((int)((P0 *)_this)->checked_from_here));
#endif
		;
		if (TstOnly) return 1; /* TT */
		/* dead 2: checked_from_here */  
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->checked_from_here = 0;
		/* merge: fresh = 1(421, 363, 421) */
		reached[0][363] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->fresh);
		((P0 *)_this)->fresh = 1;
#ifdef VAR_RANGES
		logval("vcpu:fresh", ((int)((P0 *)_this)->fresh));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 194: // STATE 362 - frames.pml:175 - [checked_from_here = 1] (0:421:3 - 5)
		IfNotBlocked
		reached[0][362] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)((P0 *)_this)->checked_from_here);
		((P0 *)_this)->checked_from_here = 1;
#ifdef VAR_RANGES
		logval("vcpu:checked_from_here", ((int)((P0 *)_this)->checked_from_here));
#endif
		;
		if (TstOnly) return 1; /* TT */
		/* dead 2: checked_from_here */  
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->checked_from_here = 0;
		/* merge: fresh = 1(421, 363, 421) */
		reached[0][363] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->fresh);
		((P0 *)_this)->fresh = 1;
#ifdef VAR_RANGES
		logval("vcpu:fresh", ((int)((P0 *)_this)->fresh));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 195: // STATE 364 - frames.pml:187 - [checked_from_here = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[0][364] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->checked_from_here);
		((P0 *)_this)->checked_from_here = 1;
#ifdef VAR_RANGES
		logval("vcpu:checked_from_here", ((int)((P0 *)_this)->checked_from_here));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 196: // STATE 365 - frames.pml:189 - [((done<2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][365] = 1;
		if (!((((int)now.done)<2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 197: // STATE 366 - frames.pml:189 - [assert(!((((kind==TABLE)&&(valid||(partial&&!(releasing))))&&writes[0])))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][366] = 1;
		spin_assert( !((((now.kind==1)&&(((int)now.valid)||(((int)now.partial)&& !(((int)now.releasing)))))&&((int)now.writes[0]))), " !((((kind==1)&&(valid||(partial&& !(releasing))))&&writes[0]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 198: // STATE 367 - frames.pml:189 - [assert(!((((kind==TABLE)&&(valid||(partial&&!(releasing))))&&writes[1])))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][367] = 1;
		spin_assert( !((((now.kind==1)&&(((int)now.valid)||(((int)now.partial)&& !(((int)now.releasing)))))&&((int)now.writes[1]))), " !((((kind==1)&&(valid||(partial&& !(releasing))))&&writes[1]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 199: // STATE 368 - frames.pml:191 - [done = (done+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][368] = 1;
		(trpt+1)->bup.oval = ((int)now.done);
		now.done = (((int)now.done)+1);
#ifdef VAR_RANGES
		logval("done", ((int)now.done));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 200: // STATE 369 - frames.pml:192 - [checked_from_here = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[0][369] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->checked_from_here);
		((P0 *)_this)->checked_from_here = 0;
#ifdef VAR_RANGES
		logval("vcpu:checked_from_here", ((int)((P0 *)_this)->checked_from_here));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 201: // STATE 371 - frames.pml:193 - [checked_from_here = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[0][371] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->checked_from_here);
		((P0 *)_this)->checked_from_here = 0;
#ifdef VAR_RANGES
		logval("vcpu:checked_from_here", ((int)((P0 *)_this)->checked_from_here));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 202: // STATE 374 - frames.pml:193 - [D_STEP193]
		IfNotBlocked

		reached[0][374] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_371_0: /* 2 */
		now.releasing = 1;
#ifdef VAR_RANGES
		logval("releasing", ((int)now.releasing));
#endif
		;
S_372_0: /* 2 */
		now.queued = 1;
#ifdef VAR_RANGES
		logval("queued", ((int)now.queued));
#endif
		;
		goto S_374_0;
S_374_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 203: // STATE 378 - frames.pml:195 - [((done==2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][378] = 1;
		if (!((((int)now.done)==2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 204: // STATE 383 - frames.pml:198 - [(checked_from_here)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][383] = 1;
		if (!(((int)((P0 *)_this)->checked_from_here)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: checked_from_here */  (trpt+1)->bup.oval = ((P0 *)_this)->checked_from_here;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->checked_from_here = 0;
		_m = 3; goto P999; /* 0 */
	case 205: // STATE 388 - frames.pml:199 - [D_STEP199]
		IfNotBlocked

		reached[0][388] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_383_0: /* 2 */
		now.partial = 0;
#ifdef VAR_RANGES
		logval("partial", ((int)now.partial));
#endif
		;
S_384_0: /* 2 */
		now.valid = 1;
#ifdef VAR_RANGES
		logval("valid", ((int)now.valid));
#endif
		;
S_385_0: /* 2 */
		now.count = 1;
#ifdef VAR_RANGES
		logval("count", ((int)now.count));
#endif
		;
S_386_0: /* 2 */
		((P0 *)_this)->ok = 1;
#ifdef VAR_RANGES
		logval("vcpu:ok", ((int)((P0 *)_this)->ok));
#endif
		;
		goto S_400_0;
S_400_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 206: // STATE 389 - frames.pml:201 - [(!(fresh))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][389] = 1;
		if (!( !(((int)((P0 *)_this)->fresh))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: fresh */  (trpt+1)->bup.oval = ((P0 *)_this)->fresh;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->fresh = 0;
		_m = 3; goto P999; /* 0 */
	case 207: // STATE 390 - frames.pml:123 - [refs = (refs-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][390] = 1;
		(trpt+1)->bup.oval = ((int)now.refs);
		now.refs = (((int)now.refs)-1);
#ifdef VAR_RANGES
		logval("refs", ((int)now.refs));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 208: // STATE 391 - frames.pml:125 - [((refs==0))] (433:0:3 - 1)
		IfNotBlocked
		reached[0][391] = 1;
		if (!((((int)now.refs)==0)))
			continue;
		/* merge: assert((!(allocated)&&(count==0)))(433, 392, 433) */
		reached[0][392] = 1;
		spin_assert(( !(((int)now.allocated))&&(((int)now.count)==0)), "( !(allocated)&&(count==0))", II, tt, t);
		/* merge: kind = NONE(433, 393, 433) */
		reached[0][393] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = now.kind;
		now.kind = 3;
#ifdef VAR_RANGES
		logval("kind", now.kind);
#endif
		;
		/* merge: stamp = tlb_epoch(433, 394, 433) */
		reached[0][394] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.stamp);
		now.stamp = ((int)now.tlb_epoch);
#ifdef VAR_RANGES
		logval("stamp", ((int)now.stamp));
#endif
		;
		/* merge: .(goto)(433, 397, 433) */
		reached[0][397] = 1;
		;
		/* merge: .(goto)(433, 402, 433) */
		reached[0][402] = 1;
		;
		/* merge: .(goto)(433, 419, 433) */
		reached[0][419] = 1;
		;
		/* merge: fresh = 0(433, 420, 433) */
		reached[0][420] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->fresh);
		((P0 *)_this)->fresh = 0;
#ifdef VAR_RANGES
		logval("vcpu:fresh", ((int)((P0 *)_this)->fresh));
#endif
		;
		/* merge: .(goto)(0, 423, 433) */
		reached[0][423] = 1;
		;
		/* merge: .(goto)(0, 425, 433) */
		reached[0][425] = 1;
		;
		/* merge: .(goto)(0, 427, 433) */
		reached[0][427] = 1;
		;
		_m = 3; goto P999; /* 10 */
	case 209: // STATE 397 - frames.pml:128 - [.(goto)] (0:433:1 - 2)
		IfNotBlocked
		reached[0][397] = 1;
		;
		/* merge: .(goto)(433, 402, 433) */
		reached[0][402] = 1;
		;
		/* merge: .(goto)(433, 419, 433) */
		reached[0][419] = 1;
		;
		/* merge: fresh = 0(433, 420, 433) */
		reached[0][420] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->fresh);
		((P0 *)_this)->fresh = 0;
#ifdef VAR_RANGES
		logval("vcpu:fresh", ((int)((P0 *)_this)->fresh));
#endif
		;
		/* merge: .(goto)(0, 423, 433) */
		reached[0][423] = 1;
		;
		/* merge: .(goto)(0, 425, 433) */
		reached[0][425] = 1;
		;
		/* merge: .(goto)(0, 427, 433) */
		reached[0][427] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 210: // STATE 404 - frames.pml:205 - [(!(fresh))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][404] = 1;
		if (!( !(((int)((P0 *)_this)->fresh))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: fresh */  (trpt+1)->bup.oval = ((P0 *)_this)->fresh;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->fresh = 0;
		_m = 3; goto P999; /* 0 */
	case 211: // STATE 405 - frames.pml:123 - [refs = (refs-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][405] = 1;
		(trpt+1)->bup.oval = ((int)now.refs);
		now.refs = (((int)now.refs)-1);
#ifdef VAR_RANGES
		logval("refs", ((int)now.refs));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 212: // STATE 406 - frames.pml:125 - [((refs==0))] (433:0:3 - 1)
		IfNotBlocked
		reached[0][406] = 1;
		if (!((((int)now.refs)==0)))
			continue;
		/* merge: assert((!(allocated)&&(count==0)))(433, 407, 433) */
		reached[0][407] = 1;
		spin_assert(( !(((int)now.allocated))&&(((int)now.count)==0)), "( !(allocated)&&(count==0))", II, tt, t);
		/* merge: kind = NONE(433, 408, 433) */
		reached[0][408] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = now.kind;
		now.kind = 3;
#ifdef VAR_RANGES
		logval("kind", now.kind);
#endif
		;
		/* merge: stamp = tlb_epoch(433, 409, 433) */
		reached[0][409] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.stamp);
		now.stamp = ((int)now.tlb_epoch);
#ifdef VAR_RANGES
		logval("stamp", ((int)now.stamp));
#endif
		;
		/* merge: .(goto)(433, 412, 433) */
		reached[0][412] = 1;
		;
		/* merge: .(goto)(433, 417, 433) */
		reached[0][417] = 1;
		;
		/* merge: .(goto)(433, 419, 433) */
		reached[0][419] = 1;
		;
		/* merge: fresh = 0(433, 420, 433) */
		reached[0][420] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->fresh);
		((P0 *)_this)->fresh = 0;
#ifdef VAR_RANGES
		logval("vcpu:fresh", ((int)((P0 *)_this)->fresh));
#endif
		;
		/* merge: .(goto)(0, 423, 433) */
		reached[0][423] = 1;
		;
		/* merge: .(goto)(0, 425, 433) */
		reached[0][425] = 1;
		;
		/* merge: .(goto)(0, 427, 433) */
		reached[0][427] = 1;
		;
		_m = 3; goto P999; /* 10 */
	case 213: // STATE 412 - frames.pml:128 - [.(goto)] (0:433:1 - 2)
		IfNotBlocked
		reached[0][412] = 1;
		;
		/* merge: .(goto)(433, 417, 433) */
		reached[0][417] = 1;
		;
		/* merge: .(goto)(433, 419, 433) */
		reached[0][419] = 1;
		;
		/* merge: fresh = 0(433, 420, 433) */
		reached[0][420] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->fresh);
		((P0 *)_this)->fresh = 0;
#ifdef VAR_RANGES
		logval("vcpu:fresh", ((int)((P0 *)_this)->fresh));
#endif
		;
		/* merge: .(goto)(0, 423, 433) */
		reached[0][423] = 1;
		;
		/* merge: .(goto)(0, 425, 433) */
		reached[0][425] = 1;
		;
		/* merge: .(goto)(0, 427, 433) */
		reached[0][427] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 214: // STATE 420 - frames.pml:210 - [fresh = 0] (0:433:1 - 7)
		IfNotBlocked
		reached[0][420] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->fresh);
		((P0 *)_this)->fresh = 0;
#ifdef VAR_RANGES
		logval("vcpu:fresh", ((int)((P0 *)_this)->fresh));
#endif
		;
		/* merge: .(goto)(0, 423, 433) */
		reached[0][423] = 1;
		;
		/* merge: .(goto)(0, 425, 433) */
		reached[0][425] = 1;
		;
		/* merge: .(goto)(0, 427, 433) */
		reached[0][427] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 215: // STATE 429 - frames.pml:263 - [(ok)] (431:0:2 - 1)
		IfNotBlocked
		reached[0][429] = 1;
		if (!(((int)((P0 *)_this)->ok)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: ok */  (trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->ok;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->ok = 0;
		/* merge: my_pins = (my_pins+1)(0, 430, 431) */
		reached[0][430] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->my_pins);
		((P0 *)_this)->my_pins = (((int)((P0 *)_this)->my_pins)+1);
#ifdef VAR_RANGES
		logval("vcpu:my_pins", ((int)((P0 *)_this)->my_pins));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 216: // STATE 431 - frames.pml:263 - [pins = (pins+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][431] = 1;
		(trpt+1)->bup.oval = ((int)now.pins);
		now.pins = (((int)now.pins)+1);
#ifdef VAR_RANGES
		logval("pins", ((int)now.pins));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 217: // STATE 437 - frames.pml:265 - [between = (between-1)] (0:0:1 - 5)
		IfNotBlocked
		reached[0][437] = 1;
		(trpt+1)->bup.oval = ((int)now.between);
		now.between = (((int)now.between)-1);
#ifdef VAR_RANGES
		logval("between", ((int)now.between));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 218: // STATE 438 - frames.pml:51 - [mm_lock = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[0][438] = 1;
		(trpt+1)->bup.oval = ((int)now.mm_lock);
		now.mm_lock = 0;
#ifdef VAR_RANGES
		logval("mm_lock", ((int)now.mm_lock));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 219: // STATE 440 - frames.pml:266 - [((my_pins>0))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][440] = 1;
		if (!((((int)((P0 *)_this)->my_pins)>0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 220: // STATE 441 - frames.pml:50 - [(!(mm_lock))] (445:0:1 - 1)
		IfNotBlocked
		reached[0][441] = 1;
		if (!( !(((int)now.mm_lock))))
			continue;
		/* merge: mm_lock = 1(0, 442, 445) */
		reached[0][442] = 1;
		(trpt+1)->bup.oval = ((int)now.mm_lock);
		now.mm_lock = 1;
#ifdef VAR_RANGES
		logval("mm_lock", ((int)now.mm_lock));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 221: // STATE 445 - frames.pml:267 - [between = (between+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][445] = 1;
		(trpt+1)->bup.oval = ((int)now.between);
		now.between = (((int)now.between)+1);
#ifdef VAR_RANGES
		logval("between", ((int)now.between));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 222: // STATE 446 - frames.pml:217 - [((count>1))] (458:0:1 - 1)
		IfNotBlocked
		reached[0][446] = 1;
		if (!((((int)now.count)>1)))
			continue;
		/* merge: count = (count-1)(0, 447, 458) */
		reached[0][447] = 1;
		(trpt+1)->bup.oval = ((int)now.count);
		now.count = (((int)now.count)-1);
#ifdef VAR_RANGES
		logval("count", ((int)now.count));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 223: // STATE 449 - frames.pml:123 - [refs = (refs-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][449] = 1;
		(trpt+1)->bup.oval = ((int)now.refs);
		now.refs = (((int)now.refs)-1);
#ifdef VAR_RANGES
		logval("refs", ((int)now.refs));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 224: // STATE 450 - frames.pml:125 - [((refs==0))] (471:0:3 - 1)
		IfNotBlocked
		reached[0][450] = 1;
		if (!((((int)now.refs)==0)))
			continue;
		/* merge: assert((!(allocated)&&(count==0)))(471, 451, 471) */
		reached[0][451] = 1;
		spin_assert(( !(((int)now.allocated))&&(((int)now.count)==0)), "( !(allocated)&&(count==0))", II, tt, t);
		/* merge: kind = NONE(471, 452, 471) */
		reached[0][452] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = now.kind;
		now.kind = 3;
#ifdef VAR_RANGES
		logval("kind", now.kind);
#endif
		;
		/* merge: stamp = tlb_epoch(471, 453, 471) */
		reached[0][453] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.stamp);
		now.stamp = ((int)now.tlb_epoch);
#ifdef VAR_RANGES
		logval("stamp", ((int)now.stamp));
#endif
		;
		/* merge: .(goto)(471, 456, 471) */
		reached[0][456] = 1;
		;
		/* merge: .(goto)(471, 468, 471) */
		reached[0][468] = 1;
		;
		/* merge: my_pins = (my_pins-1)(471, 470, 471) */
		reached[0][470] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P0 *)_this)->my_pins);
		((P0 *)_this)->my_pins = (((int)((P0 *)_this)->my_pins)-1);
#ifdef VAR_RANGES
		logval("vcpu:my_pins", ((int)((P0 *)_this)->my_pins));
#endif
		;
		_m = 3; goto P999; /* 6 */
	case 225: // STATE 456 - frames.pml:128 - [.(goto)] (0:471:1 - 2)
		IfNotBlocked
		reached[0][456] = 1;
		;
		/* merge: .(goto)(471, 468, 471) */
		reached[0][468] = 1;
		;
		/* merge: my_pins = (my_pins-1)(471, 470, 471) */
		reached[0][470] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->my_pins);
		((P0 *)_this)->my_pins = (((int)((P0 *)_this)->my_pins)-1);
#ifdef VAR_RANGES
		logval("vcpu:my_pins", ((int)((P0 *)_this)->my_pins));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 226: // STATE 459 - frames.pml:218 - [((count==1))] (471:0:7 - 1)
		IfNotBlocked
		reached[0][459] = 1;
		if (!((((int)now.count)==1)))
			continue;
		/* merge: count = 0(471, 460, 471) */
		reached[0][460] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((int)now.count);
		now.count = 0;
#ifdef VAR_RANGES
		logval("count", ((int)now.count));
#endif
		;
		/* merge: valid = 0(471, 461, 471) */
		reached[0][461] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.valid);
		now.valid = 0;
#ifdef VAR_RANGES
		logval("valid", ((int)now.valid));
#endif
		;
		/* merge: partial = 1(471, 462, 471) */
		reached[0][462] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.partial);
		now.partial = 1;
#ifdef VAR_RANGES
		logval("partial", ((int)now.partial));
#endif
		;
		/* merge: releasing = 1(471, 463, 471) */
		reached[0][463] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.releasing);
		now.releasing = 1;
#ifdef VAR_RANGES
		logval("releasing", ((int)now.releasing));
#endif
		;
		/* merge: queued = 1(471, 464, 471) */
		reached[0][464] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.queued);
		now.queued = 1;
#ifdef VAR_RANGES
		logval("queued", ((int)now.queued));
#endif
		;
		/* merge: done = 2(471, 465, 471) */
		reached[0][465] = 1;
		(trpt+1)->bup.ovals[5] = ((int)now.done);
		now.done = 2;
#ifdef VAR_RANGES
		logval("done", ((int)now.done));
#endif
		;
		/* merge: .(goto)(471, 468, 471) */
		reached[0][468] = 1;
		;
		/* merge: my_pins = (my_pins-1)(471, 470, 471) */
		reached[0][470] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P0 *)_this)->my_pins);
		((P0 *)_this)->my_pins = (((int)((P0 *)_this)->my_pins)-1);
#ifdef VAR_RANGES
		logval("vcpu:my_pins", ((int)((P0 *)_this)->my_pins));
#endif
		;
		_m = 3; goto P999; /* 8 */
	case 227: // STATE 470 - frames.pml:268 - [my_pins = (my_pins-1)] (0:471:1 - 3)
		IfNotBlocked
		reached[0][470] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->my_pins);
		((P0 *)_this)->my_pins = (((int)((P0 *)_this)->my_pins)-1);
#ifdef VAR_RANGES
		logval("vcpu:my_pins", ((int)((P0 *)_this)->my_pins));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 228: // STATE 471 - frames.pml:268 - [pins = (pins-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][471] = 1;
		(trpt+1)->bup.oval = ((int)now.pins);
		now.pins = (((int)now.pins)-1);
#ifdef VAR_RANGES
		logval("pins", ((int)now.pins));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 229: // STATE 472 - frames.pml:269 - [between = (between-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][472] = 1;
		(trpt+1)->bup.oval = ((int)now.between);
		now.between = (((int)now.between)-1);
#ifdef VAR_RANGES
		logval("between", ((int)now.between));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 230: // STATE 473 - frames.pml:51 - [mm_lock = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[0][473] = 1;
		(trpt+1)->bup.oval = ((int)now.mm_lock);
		now.mm_lock = 0;
#ifdef VAR_RANGES
		logval("mm_lock", ((int)now.mm_lock));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 231: // STATE 475 - frames.pml:270 - [((entries[c]>0))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][475] = 1;
		if (!((((int)now.entries[ Index(((int)((P0 *)_this)->c), 2) ])>0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 232: // STATE 477 - frames.pml:270 - [D_STEP270]
		IfNotBlocked

		reached[0][477] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_475_0: /* 2 */
		now.writes[ Index(((P0 *)_this)->c, 2) ] = 1;
#ifdef VAR_RANGES
		logval("writes[vcpu:c]", ((int)now.writes[ Index(((int)((P0 *)_this)->c), 2) ]));
#endif
		;
		goto S_481_0;
S_481_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 233: // STATE 478 - frames.pml:271 - [(writes[c])] (0:0:0 - 1)
		IfNotBlocked
		reached[0][478] = 1;
		if (!(((int)now.writes[ Index(((int)((P0 *)_this)->c), 2) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 234: // STATE 479 - frames.pml:271 - [assert(!((((kind==TABLE)&&(valid||(partial&&!(releasing))))&&writes[c])))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][479] = 1;
		spin_assert( !((((now.kind==1)&&(((int)now.valid)||(((int)now.partial)&& !(((int)now.releasing)))))&&((int)now.writes[ Index(((int)((P0 *)_this)->c), 2) ]))), " !((((kind==1)&&(valid||(partial&& !(releasing))))&&writes[c]))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 235: // STATE 480 - frames.pml:271 - [assert(!(given_away))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][480] = 1;
		spin_assert( !(((int)now.given_away)), " !(given_away)", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 236: // STATE 486 - frames.pml:274 - [-end-] (0:0:0 - 3)
		IfNotBlocked
		reached[0][486] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */
	case  _T5:	/* np_ */
		if (!((!(trpt->o_pm&4) && !(trpt->tau&128))))
			continue;
		/* else fall through */
	case  _T2:	/* true */
		_m = 3; goto P999;
#undef rand
	}

