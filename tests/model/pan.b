	switch (t->back) {
	default: Uerror("bad return move");
	case  0: goto R999; /* nothing to undo */

		 /* PROC :init: */

	case 3: // STATE 1
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 4: // STATE 2
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 5: // STATE 3
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 6: // STATE 4
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 7: // STATE 5
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 8: // STATE 7
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC auditor */
;
		
	case 9: // STATE 1
		goto R999;

	case 10: // STATE 5
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC giver */

	case 11: // STATE 1
		;
	/* 0 */	((P2 *)_this)->done_it = trpt->bup.oval;
		;
		;
		goto R999;

	case 12: // STATE 5
		;
		now.mm_lock = trpt->bup.oval;
		;
		goto R999;

	case 13: // STATE 8
		;
		now.between = trpt->bup.oval;
		;
		goto R999;

	case 14: // STATE 15
		;
		now.stamp = trpt->bup.ovals[4];
		((P2 *)_this)->done_it = trpt->bup.ovals[3];
		now.kind = trpt->bup.ovals[2];
		now.refs = trpt->bup.ovals[1];
		now.allocated = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;
;
		
	case 15: // STATE 18
		goto R999;

	case 16: // STATE 20
		;
		now.between = trpt->bup.oval;
		;
		goto R999;

	case 17: // STATE 21
		;
		now.mm_lock = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 19: // STATE 24
		;
		((P2 *)_this)->seen = trpt->bup.oval;
		;
		goto R999;

	case 20: // STATE 25
		;
		((P2 *)_this)->cpu = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 22: // STATE 27
		;
		((P2 *)_this)->cpu = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 24: // STATE 32
		sv_restor();
		goto R999;
	case 25: // STATE 34
		sv_restor();
		goto R999;
	case 26: // STATE 36
		sv_restor();
		goto R999;

	case 27: // STATE 38
		;
		((P2 *)_this)->cpu = trpt->bup.oval;
		;
		goto R999;

	case 28: // STATE 39
		;
	/* 0 */	((P2 *)_this)->cpu = trpt->bup.oval;
		;
		;
		goto R999;

	case 29: // STATE 46
		;
		now.given_away = trpt->bup.oval;
		;
		goto R999;

	case 30: // STATE 54
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC outsider */
;
		;
		;
		;
		
	case 33: // STATE 4
		;
		now.between = trpt->bup.oval;
		;
		goto R999;

	case 34: // STATE 7
		;
		((P1 *)_this)->held = trpt->bup.ovals[1];
		now.refs = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		
	case 35: // STATE 11
		goto R999;

	case 36: // STATE 9
		;
		((P1 *)_this)->held = trpt->bup.oval;
		;
		goto R999;

	case 37: // STATE 14
		;
	/* 0 */	((P1 *)_this)->held = trpt->bup.oval;
		;
		;
		goto R999;

	case 38: // STATE 15
		;
		((P1 *)_this)->ok = trpt->bup.oval;
		;
		goto R999;

	case 39: // STATE 18
		;
		((P1 *)_this)->ok = trpt->bup.ovals[1];
		now.count = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 40: // STATE 23
		;
		((P1 *)_this)->seen = trpt->bup.ovals[1];
		((P1 *)_this)->was = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		;
		
	case 42: // STATE 26
		;
		((P1 *)_this)->cpu = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 44: // STATE 28
		;
		((P1 *)_this)->cpu = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 46: // STATE 33
		sv_restor();
		goto R999;
	case 47: // STATE 35
		sv_restor();
		goto R999;
	case 48: // STATE 37
		sv_restor();
		goto R999;

	case 49: // STATE 39
		;
		((P1 *)_this)->cpu = trpt->bup.oval;
		;
		goto R999;

	case 50: // STATE 40
		;
	/* 0 */	((P1 *)_this)->cpu = trpt->bup.oval;
		;
		;
		goto R999;

	case 51: // STATE 53
		;
		((P1 *)_this)->ok = trpt->bup.ovals[4];
		now.valid = trpt->bup.ovals[3];
		now.count = trpt->bup.ovals[2];
		now.kind = trpt->bup.ovals[1];
	/* 0 */	((P1 *)_this)->was = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;
;
		
	case 52: // STATE 61
		goto R999;

	case 53: // STATE 68
		;
	/* 0 */	((P1 *)_this)->ok = trpt->bup.oval;
		;
		;
		goto R999;
	case 54: // STATE 71
		sv_restor();
		goto R999;

	case 55: // STATE 72
		;
		now.between = trpt->bup.oval;
		;
		goto R999;
	case 56: // STATE 75
		sv_restor();
		goto R999;

	case 57: // STATE 79
		;
		now.between = trpt->bup.oval;
		;
		goto R999;
	case 58: // STATE 82
		sv_restor();
		goto R999;

	case 59: // STATE 84
		;
		((P1 *)_this)->seen = trpt->bup.oval;
		;
		goto R999;
	case 60: // STATE 87
		sv_restor();
		goto R999;

	case 61: // STATE 89
		;
		now.count = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 63: // STATE 98
		;
		now.count = trpt->bup.oval;
		;
		goto R999;

	case 64: // STATE 105
		;
		now.refs = trpt->bup.oval;
		;
		goto R999;

	case 65: // STATE 109
		;
		now.stamp = trpt->bup.ovals[1];
		now.kind = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		
	case 66: // STATE 112
		goto R999;

	case 67: // STATE 115
		;
	/* 0 */	((P1 *)_this)->ok = trpt->bup.oval;
		;
		;
		goto R999;

	case 68: // STATE 116
		;
		now.refs = trpt->bup.oval;
		;
		goto R999;

	case 69: // STATE 120
		;
		now.stamp = trpt->bup.ovals[1];
		now.kind = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		
	case 70: // STATE 123
		goto R999;

	case 71: // STATE 131
		;
		now.between = trpt->bup.oval;
		;
		goto R999;

	case 72: // STATE 135
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC vcpu */
;
		;
		;
		;
		;
		;
		
	case 76: // STATE 6
		;
		now.mm_lock = trpt->bup.oval;
		;
		goto R999;

	case 77: // STATE 9
		;
		now.between = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 79: // STATE 11
		;
		now.done = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 81: // STATE 22
		sv_restor();
		goto R999;

	case 82: // STATE 23
		;
		now.refs = trpt->bup.oval;
		;
		goto R999;

	case 83: // STATE 27
		;
		now.stamp = trpt->bup.ovals[1];
		now.kind = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		
	case 84: // STATE 30
		goto R999;
;
		;
		;
		;
		;
		;
		
	case 88: // STATE 44
		;
		((P0 *)_this)->held = trpt->bup.ovals[1];
		now.refs = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		
	case 89: // STATE 48
		goto R999;

	case 90: // STATE 46
		;
		((P0 *)_this)->held = trpt->bup.oval;
		;
		goto R999;

	case 91: // STATE 51
		;
	/* 0 */	((P0 *)_this)->held = trpt->bup.oval;
		;
		;
		goto R999;

	case 92: // STATE 52
		;
		((P0 *)_this)->ok = trpt->bup.oval;
		;
		goto R999;

	case 93: // STATE 55
		;
		((P0 *)_this)->ok = trpt->bup.ovals[1];
		now.count = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 94: // STATE 60
		;
		((P0 *)_this)->seen = trpt->bup.ovals[1];
		((P0 *)_this)->was = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		;
		
	case 96: // STATE 63
		;
		((P0 *)_this)->cpu = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 98: // STATE 65
		;
		((P0 *)_this)->cpu = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 100: // STATE 70
		sv_restor();
		goto R999;
	case 101: // STATE 72
		sv_restor();
		goto R999;
	case 102: // STATE 74
		sv_restor();
		goto R999;

	case 103: // STATE 76
		;
		((P0 *)_this)->cpu = trpt->bup.oval;
		;
		goto R999;

	case 104: // STATE 77
		;
	/* 0 */	((P0 *)_this)->cpu = trpt->bup.oval;
		;
		;
		goto R999;

	case 105: // STATE 90
		;
		((P0 *)_this)->ok = trpt->bup.ovals[4];
		now.valid = trpt->bup.ovals[3];
		now.count = trpt->bup.ovals[2];
		now.kind = trpt->bup.ovals[1];
	/* 0 */	((P0 *)_this)->was = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;
;
		
	case 106: // STATE 98
		goto R999;

	case 107: // STATE 105
		;
	/* 0 */	((P0 *)_this)->ok = trpt->bup.oval;
		;
		;
		goto R999;
	case 108: // STATE 109
		sv_restor();
		goto R999;

	case 109: // STATE 110
		;
	/* 0 */	((P0 *)_this)->ok = trpt->bup.oval;
		;
		;
		goto R999;

	case 110: // STATE 111
		;
		now.refs = trpt->bup.oval;
		;
		goto R999;

	case 111: // STATE 115
		;
		now.stamp = trpt->bup.ovals[1];
		now.kind = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		
	case 112: // STATE 118
		goto R999;

	case 113: // STATE 128
		;
		now.between = trpt->bup.oval;
		;
		goto R999;

	case 114: // STATE 129
		;
		now.mm_lock = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 116: // STATE 133
		;
		now.mm_lock = trpt->bup.oval;
		;
		goto R999;

	case 117: // STATE 136
		;
		now.between = trpt->bup.oval;
		;
		goto R999;
	case 118: // STATE 140
		sv_restor();
		goto R999;

	case 119: // STATE 142
		;
		((P0 *)_this)->seen = trpt->bup.oval;
		;
		goto R999;
	case 120: // STATE 145
		sv_restor();
		goto R999;

	case 121: // STATE 147
		;
		now.count = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 123: // STATE 156
		;
		now.count = trpt->bup.oval;
		;
		goto R999;

	case 124: // STATE 163
		;
		now.refs = trpt->bup.oval;
		;
		goto R999;

	case 125: // STATE 167
		;
		now.stamp = trpt->bup.ovals[1];
		now.kind = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		
	case 126: // STATE 170
		goto R999;

	case 127: // STATE 173
		;
		now.between = trpt->bup.oval;
		;
		goto R999;

	case 128: // STATE 174
		;
		now.mm_lock = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 130: // STATE 178
		;
		now.mm_lock = trpt->bup.oval;
		;
		goto R999;

	case 131: // STATE 181
		;
		now.between = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 133: // STATE 183
		;
		now.done = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 135: // STATE 194
		sv_restor();
		goto R999;

	case 136: // STATE 195
		;
		now.refs = trpt->bup.oval;
		;
		goto R999;

	case 137: // STATE 199
		;
		now.stamp = trpt->bup.ovals[1];
		now.kind = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		
	case 138: // STATE 202
		goto R999;
;
		;
		;
		;
		;
		;
		
	case 142: // STATE 214
		;
		((P0 *)_this)->ok = trpt->bup.oval;
		;
		goto R999;

	case 143: // STATE 217
		;
		((P0 *)_this)->held = trpt->bup.ovals[1];
		now.refs = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		
	case 144: // STATE 221
		goto R999;

	case 145: // STATE 219
		;
		((P0 *)_this)->held = trpt->bup.oval;
		;
		goto R999;

	case 146: // STATE 224
		;
	/* 0 */	((P0 *)_this)->held = trpt->bup.oval;
		;
		;
		goto R999;

	case 147: // STATE 225
		;
	/* 0 */	((P0 *)_this)->held = trpt->bup.oval;
		;
		;
		goto R999;
;
		;
		
	case 149: // STATE 227
		;
		now.refs = trpt->bup.oval;
		;
		goto R999;

	case 150: // STATE 231
		;
		now.stamp = trpt->bup.ovals[1];
		now.kind = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		
	case 151: // STATE 234
		goto R999;
;
		;
		
	case 153: // STATE 238
		;
		((P0 *)_this)->checked_from_here = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
		;
		;
		
	case 157: // STATE 242
		;
		now.done = trpt->bup.oval;
		;
		goto R999;

	case 158: // STATE 243
		;
		((P0 *)_this)->checked_from_here = trpt->bup.oval;
		;
		goto R999;

	case 159: // STATE 245
		;
		((P0 *)_this)->checked_from_here = trpt->bup.oval;
		;
		goto R999;
	case 160: // STATE 248
		sv_restor();
		goto R999;
;
		;
		
	case 162: // STATE 257
		;
	/* 0 */	((P0 *)_this)->checked_from_here = trpt->bup.oval;
		;
		;
		goto R999;
	case 163: // STATE 262
		sv_restor();
		goto R999;

	case 164: // STATE 263
		;
	/* 0 */	((P0 *)_this)->fresh = trpt->bup.oval;
		;
		;
		goto R999;

	case 165: // STATE 264
		;
		now.refs = trpt->bup.oval;
		;
		goto R999;

	case 166: // STATE 294
		;
		((P0 *)_this)->fresh = trpt->bup.ovals[2];
		now.stamp = trpt->bup.ovals[1];
		now.kind = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 167: // STATE 294
		;
		((P0 *)_this)->fresh = trpt->bup.oval;
		;
		goto R999;

	case 168: // STATE 278
		;
	/* 0 */	((P0 *)_this)->fresh = trpt->bup.oval;
		;
		;
		goto R999;

	case 169: // STATE 279
		;
		now.refs = trpt->bup.oval;
		;
		goto R999;

	case 170: // STATE 294
		;
		((P0 *)_this)->fresh = trpt->bup.ovals[2];
		now.stamp = trpt->bup.ovals[1];
		now.kind = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 171: // STATE 294
		;
		((P0 *)_this)->fresh = trpt->bup.oval;
		;
		goto R999;

	case 172: // STATE 294
		;
		((P0 *)_this)->fresh = trpt->bup.oval;
		;
		goto R999;
	case 173: // STATE 298
		sv_restor();
		goto R999;

	case 174: // STATE 299
		;
		now.refs = trpt->bup.oval;
		;
		goto R999;

	case 175: // STATE 303
		;
		now.stamp = trpt->bup.ovals[1];
		now.kind = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		
	case 176: // STATE 306
		goto R999;
;
		;
		
	case 178: // STATE 314
		;
		((P0 *)_this)->ok = trpt->bup.ovals[1];
		now.count = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		;
		
	case 180: // STATE 319
		;
		now.refs = trpt->bup.oval;
		;
		goto R999;

	case 181: // STATE 323
		;
		now.stamp = trpt->bup.ovals[1];
		now.kind = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		
	case 182: // STATE 326
		goto R999;

	case 183: // STATE 336
		;
		now.done = trpt->bup.ovals[6];
		now.releasing = trpt->bup.ovals[5];
		now.valid = trpt->bup.ovals[4];
		now.partial = trpt->bup.ovals[3];
		now.kind = trpt->bup.ovals[2];
		((P0 *)_this)->seen = trpt->bup.ovals[1];
		((P0 *)_this)->was = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 184: // STATE 338
		;
	/* 0 */	((P0 *)_this)->was = trpt->bup.oval;
		;
		;
		goto R999;

	case 185: // STATE 339
		;
		((P0 *)_this)->cpu = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 187: // STATE 341
		;
		((P0 *)_this)->cpu = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 189: // STATE 346
		sv_restor();
		goto R999;
	case 190: // STATE 348
		sv_restor();
		goto R999;
	case 191: // STATE 350
		sv_restor();
		goto R999;

	case 192: // STATE 352
		;
		((P0 *)_this)->cpu = trpt->bup.oval;
		;
		goto R999;

	case 193: // STATE 363
		;
		((P0 *)_this)->fresh = trpt->bup.ovals[2];
		((P0 *)_this)->checked_from_here = trpt->bup.ovals[1];
	/* 0 */	((P0 *)_this)->cpu = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 194: // STATE 363
		;
		((P0 *)_this)->fresh = trpt->bup.ovals[1];
		((P0 *)_this)->checked_from_here = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 195: // STATE 364
		;
		((P0 *)_this)->checked_from_here = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
		;
		;
		
	case 199: // STATE 368
		;
		now.done = trpt->bup.oval;
		;
		goto R999;

	case 200: // STATE 369
		;
		((P0 *)_this)->checked_from_here = trpt->bup.oval;
		;
		goto R999;

	case 201: // STATE 371
		;
		((P0 *)_this)->checked_from_here = trpt->bup.oval;
		;
		goto R999;
	case 202: // STATE 374
		sv_restor();
		goto R999;
;
		;
		
	case 204: // STATE 383
		;
	/* 0 */	((P0 *)_this)->checked_from_here = trpt->bup.oval;
		;
		;
		goto R999;
	case 205: // STATE 388
		sv_restor();
		goto R999;

	case 206: // STATE 389
		;
	/* 0 */	((P0 *)_this)->fresh = trpt->bup.oval;
		;
		;
		goto R999;

	case 207: // STATE 390
		;
		now.refs = trpt->bup.oval;
		;
		goto R999;

	case 208: // STATE 420
		;
		((P0 *)_this)->fresh = trpt->bup.ovals[2];
		now.stamp = trpt->bup.ovals[1];
		now.kind = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 209: // STATE 420
		;
		((P0 *)_this)->fresh = trpt->bup.oval;
		;
		goto R999;

	case 210: // STATE 404
		;
	/* 0 */	((P0 *)_this)->fresh = trpt->bup.oval;
		;
		;
		goto R999;

	case 211: // STATE 405
		;
		now.refs = trpt->bup.oval;
		;
		goto R999;

	case 212: // STATE 420
		;
		((P0 *)_this)->fresh = trpt->bup.ovals[2];
		now.stamp = trpt->bup.ovals[1];
		now.kind = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 213: // STATE 420
		;
		((P0 *)_this)->fresh = trpt->bup.oval;
		;
		goto R999;

	case 214: // STATE 420
		;
		((P0 *)_this)->fresh = trpt->bup.oval;
		;
		goto R999;

	case 215: // STATE 430
		;
		((P0 *)_this)->my_pins = trpt->bup.ovals[1];
	/* 0 */	((P0 *)_this)->ok = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 216: // STATE 431
		;
		now.pins = trpt->bup.oval;
		;
		goto R999;

	case 217: // STATE 437
		;
		now.between = trpt->bup.oval;
		;
		goto R999;

	case 218: // STATE 438
		;
		now.mm_lock = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 220: // STATE 442
		;
		now.mm_lock = trpt->bup.oval;
		;
		goto R999;

	case 221: // STATE 445
		;
		now.between = trpt->bup.oval;
		;
		goto R999;

	case 222: // STATE 447
		;
		now.count = trpt->bup.oval;
		;
		goto R999;

	case 223: // STATE 449
		;
		now.refs = trpt->bup.oval;
		;
		goto R999;

	case 224: // STATE 470
		;
		((P0 *)_this)->my_pins = trpt->bup.ovals[2];
		now.stamp = trpt->bup.ovals[1];
		now.kind = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 225: // STATE 470
		;
		((P0 *)_this)->my_pins = trpt->bup.oval;
		;
		goto R999;

	case 226: // STATE 470
		;
		((P0 *)_this)->my_pins = trpt->bup.ovals[6];
		now.done = trpt->bup.ovals[5];
		now.queued = trpt->bup.ovals[4];
		now.releasing = trpt->bup.ovals[3];
		now.partial = trpt->bup.ovals[2];
		now.valid = trpt->bup.ovals[1];
		now.count = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 227: // STATE 470
		;
		((P0 *)_this)->my_pins = trpt->bup.oval;
		;
		goto R999;

	case 228: // STATE 471
		;
		now.pins = trpt->bup.oval;
		;
		goto R999;

	case 229: // STATE 472
		;
		now.between = trpt->bup.oval;
		;
		goto R999;

	case 230: // STATE 473
		;
		now.mm_lock = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 232: // STATE 477
		sv_restor();
		goto R999;
;
		;
		;
		;
		;
		;
		
	case 236: // STATE 486
		;
		p_restor(II);
		;
		;
		goto R999;
	}

